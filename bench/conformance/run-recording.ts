import { SFNClient, SFNServiceException } from '@aws-sdk/client-sfn';
import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  paginateGetExecutionHistory,
  StartExecutionCommand,
  type HistoryEvent,
} from '@aws-sdk/client-sfn';
import type { Clock } from '../../local/interpreter/ports.ts';
import { isObject, type JsonObject } from '../../local/interpreter/json.ts';
import type { ObservedEvent, ObservedExecution } from './compare.ts';

/** The definition needs what this runtime says that it does not have. */
export class UnsupportedDefinition extends Error {
  override readonly name = 'UnsupportedDefinition';
}

const POLL_MS = 20;
const LONGEST_RUN_MS = 120_000;

export interface Observation {
  readonly execution: ObservedExecution;
  readonly events: readonly ObservedEvent[];
}

/**
 * Runs a definition through the API and gives what can be seen of the execution. A definition or an input that is
 * refused gives the error's name as the status and its message as the cause; one that needs what this runtime refuses
 * throws UnsupportedDefinition.
 */
export async function runRecording(
  url: string,
  definition: JsonObject,
  input: unknown,
  clock: Clock,
): Promise<Observation> {
  const client = new SFNClient({
    endpoint: url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
  try {
    const { stateMachineArn } = await client.send(
      new CreateStateMachineCommand({
        name: 'recorded',
        definition: JSON.stringify(definition),
        roleArn: 'arn:aws:iam::111111111111:role/recorded',
      }),
    );
    const start = new StartExecutionCommand({ stateMachineArn, input: JSON.stringify(input) });
    const { executionArn = '' } = await client.send(start);
    const execution = await waitForEnd(client, executionArn, clock);
    return { execution, events: await readHistory(client, executionArn) };
  } catch (error) {
    if (!(error instanceof SFNServiceException)) throw error;
    if (error.name === 'InvalidDefinition' && error.message.includes('UNSUPPORTED_FEATURE')) {
      throw new UnsupportedDefinition(error.message, { cause: error });
    }
    return { execution: { status: error.name, cause: error.message }, events: [] };
  } finally {
    client.destroy();
  }
}

async function waitForEnd(client: SFNClient, executionArn: string, clock: Clock): Promise<ObservedExecution> {
  const deadline = clock.now() + LONGEST_RUN_MS;
  const never = new AbortController().signal;
  for (;;) {
    const {
      status = '',
      output,
      error,
      cause,
    } = await client.send(new DescribeExecutionCommand({ executionArn }));
    if (status !== 'RUNNING' || clock.now() > deadline) {
      return {
        status,
        ...(output === undefined ? {} : { output }),
        ...(error === undefined ? {} : { error }),
        ...(cause === undefined ? {} : { cause }),
      };
    }
    await clock.sleep(POLL_MS, never);
  }
}

async function readHistory(client: SFNClient, executionArn: string): Promise<readonly ObservedEvent[]> {
  const events: ObservedEvent[] = [];
  const pages = paginateGetExecutionHistory({ client, pageSize: 1000 }, { executionArn });
  for await (const page of pages) events.push(...(page.events ?? []).map(observe));
  return events;
}

function observe(event: HistoryEvent): ObservedEvent {
  const [, details] = Object.entries(event).find(([key]) => key.endsWith('EventDetails')) ?? [];
  return {
    id: event.id ?? 0,
    previousEventId: event.previousEventId ?? 0,
    type: event.type ?? '',
    // What the SDK has parsed from JSON is JSON.
    ...(isObject(details) ? { details: details as JsonObject } : {}),
  };
}
