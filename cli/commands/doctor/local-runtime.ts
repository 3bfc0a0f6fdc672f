import { createServer } from 'node:net';
import { ListStateMachinesCommand, type SFNClient } from '@aws-sdk/client-sfn';
import { PLAIN_NAMES } from '../../../workflow/names.ts';
import { explained, isRefused } from '../../../operate/aws/explain-error.ts';
import type { Target } from '../../../operate/aws/target.ts';
import type { EndpointsState } from '../../../operate/endpoints/local-endpoints.ts';
import { isError } from '../../../operate/native-error.ts';
import { failed, type Finding, ok, warning } from '../../findings/check.ts';

export const START = '`tvguide up` starts it';

/** The facts about the runtime of this machine before it is asked. */
export interface LocalRuntimeFacts {
  readonly client: SFNClient;
  readonly target: Target;
  /** True if an option or a variable names the address. */
  readonly isGiven: boolean;
  /** The state of `.local/endpoints.json`; a text for the reason that it cannot be read. */
  readonly endpoints: EndpointsState | string;
  /** The ports of a runtime without `--port`; the first is that of {@link target}. */
  readonly ports: readonly number[];
  readonly interrupted: AbortSignal;
}

/**
 * Checks if the runtime answers, or without one, if its ports are free.
 *
 * @param take receives the ARN of the state machine, if the runtime has it
 */
export async function checkRuntime(
  facts: LocalRuntimeFacts,
  take: (stateMachineArn: string | undefined) => void,
): Promise<Finding> {
  const { client, target, isGiven, endpoints, ports, interrupted } = facts;
  const address = target.endpointUrl ?? '';
  const ask = async (): Promise<Finding> => {
    const { stateMachines = [] } = await client.send(new ListStateMachinesCommand({}));
    take(stateMachines.find(({ name }) => name === PLAIN_NAMES.stateMachine)?.stateMachineArn);
    return ok(`up at ${address}`);
  };
  if (isGiven) return explained({ target, service: 'Step Functions', interrupted }, ask);
  if (typeof endpoints === 'string') return failed(endpoints, 'check who owns it');
  if (endpoints.kind === 'UP') {
    return explained({ target, service: 'Step Functions', interrupted }, ask).catch((error: unknown) => {
      if (!isError(error) || !isRefused(error.cause)) throw error;
      return failed(
        `.local/endpoints.json names process ${endpoints.endpoints.pid} at ${address}, and nothing listens there`,
        'remove the file if that process is not the runtime; `tvguide up` writes a new one',
      );
    });
  }
  return checkPorts(endpoints, ports, ask);
}

/** Checks the default ports. The runtime of another folder may have them. */
async function checkPorts(
  { kind }: EndpointsState,
  ports: readonly number[],
  ask: () => Promise<Finding>,
): Promise<Finding> {
  const free = await Promise.all(ports.map(isFree));
  const busy = ports.filter((_, index) => free[index] === false);
  const [first] = ports;
  const not = kind === 'GONE' ? 'not up, since its last process was killed' : 'not up';
  if (first !== undefined && busy.includes(first)) {
    const found = await ask().catch(() => undefined);
    if (found !== undefined) return ok(`${found.detail}, started in another folder`);
  }
  if (busy.length > 0) {
    const which = busy.length === 1 ? `port ${busy[0] ?? ''} is` : `ports ${busy.join(', ')} are`;
    return warning(`${not}, ${which} in use`, '`tvguide up --port 0` takes free ones');
  }
  const detail = `${not}, ports ${ports.join(', ')} are free`;
  return kind === 'DAMAGED'
    ? warning(`${detail}; .local/endpoints.json is damaged`, '`tvguide up` writes a new one')
    : ok(`${detail}: ${START}`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
