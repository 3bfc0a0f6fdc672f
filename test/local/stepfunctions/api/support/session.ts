import { afterEach, beforeEach } from '@jest/globals';
import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  RedriveExecutionCommand,
  StartExecutionCommand,
  type CreateStateMachineCommandOutput,
  type DescribeExecutionCommandOutput,
  type HistoryEvent,
  type RedriveExecutionCommandOutput,
  type SFNClient,
  type StartExecutionCommandOutput,
} from '@aws-sdk/client-sfn';
import type { Engine } from '../../../../../local/stepfunctions/interpreter/engine-api.ts';
import { functionArn, machineArn, ROLE, single, startService, type Service } from './service.ts';

/** A service for each test of a file, with helpers for common requests. */
export class Session {
  #service: Service | undefined;
  /** The events for which the function `pick` fails. It returns every other event. */
  readonly failing = new Set<number>();

  async open(): Promise<void> {
    this.failing.clear();
    const handler = (event: unknown): Promise<unknown> =>
      this.failing.has(Number(event))
        ? Promise.reject(new RangeError(`${String(event)} fails`))
        : Promise.resolve(event);
    this.#service = await startService({ functions: { pick: { handler } } });
  }

  async close(): Promise<void> {
    await this.service.close();
    if (this.service.defects.length > 0)
      throw new AggregateError(this.service.defects, 'The API has defects');
  }

  get service(): Service {
    if (this.#service === undefined) throw new Error('The session is not open');
    return this.#service;
  }

  get client(): SFNClient {
    return this.service.client;
  }

  get engine(): Engine {
    return this.service.engine;
  }

  create(name: string, definition: string): Promise<CreateStateMachineCommandOutput> {
    return this.client.send(new CreateStateMachineCommand({ name, definition, roleArn: ROLE }));
  }

  start(machine: string, name?: string, input?: string): Promise<StartExecutionCommandOutput> {
    return this.client.send(new StartExecutionCommand({ stateMachineArn: machineArn(machine), name, input }));
  }

  /** Runs an execution to its end and returns its ARN. */
  async run(machine: string, name?: string, input?: string): Promise<string> {
    const { executionArn = '' } = await this.start(machine, name, input);
    await this.engine.whenEnded(executionArn);
    return executionArn;
  }

  describe(executionArn: string | undefined): Promise<DescribeExecutionCommandOutput> {
    return this.client.send(new DescribeExecutionCommand({ executionArn }));
  }

  redrive(executionArn: string | undefined, clientToken?: string): Promise<RedriveExecutionCommandOutput> {
    return this.client.send(new RedriveExecutionCommand({ executionArn, clientToken }));
  }

  async history(executionArn: string | undefined, fields: object = {}): Promise<HistoryEvent[]> {
    const command = new GetExecutionHistoryCommand({ executionArn, ...fields });
    return (await this.client.send(command)).events ?? [];
  }
}

/** Opens a session around each test of the file that calls it. */
export function useSession(): Session {
  const session = new Session();
  beforeEach(() => session.open());
  afterEach(() => session.close());
  return session;
}

/** A state machine whose one Task calls `pick`. */
export const PICK = single({ Type: 'Task', Resource: functionArn('pick') });
