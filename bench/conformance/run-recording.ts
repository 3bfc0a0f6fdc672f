import { SFNClient, SFNServiceException } from '@aws-sdk/client-sfn';
import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  paginateGetExecutionHistory,
  RedriveExecutionCommand,
  StartExecutionCommand,
  StopExecutionCommand,
  type HistoryEvent,
} from '@aws-sdk/client-sfn';
import type { Clock } from '../../local/stepfunctions/interpreter/ports.ts';
import { isObject, type JsonObject } from '../../local/stepfunctions/interpreter/json.ts';
import type { Observation, ObservedEvent, ObservedExecution } from './compare.ts';
import type { FreshRuntime } from './fresh-runtime.ts';
import type { Recording } from './recording.ts';

/** The definition needs what this runtime says that it does not have. */
export class UnsupportedDefinition extends Error {
  override readonly name = 'UnsupportedDefinition';
}

const POLL_MS = 20;
const MAX_RUN_MS = 120_000;

/**
 * Runs a definition through the API, redrives it as often as the recording says, and gives what can be seen of the
 * execution at each end. A request that is refused gives the error's name as the status and its message as the
 * cause; a definition that needs what this runtime refuses throws UnsupportedDefinition.
 */
export async function runRecording(
  runtime: FreshRuntime,
  { definition, input, stopAfter, redrives = [] }: Recording,
  clock: Clock,
): Promise<readonly Observation[]> {
  const client = new SFNClient({
    endpoint: runtime.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
  const observations: Observation[] = [];
  try {
    const executionArn = await start(client, definition, input);
    observations.push(await observeEnd(client, executionArn, stopAfter, clock));
    for (const redrive of redrives) {
      runtime.change(redrive.lambdas ?? {});
      await client.send(new RedriveExecutionCommand({ executionArn }));
      observations.push(await observeEnd(client, executionArn, redrive.stopAfter, clock));
    }
  } catch (error) {
    if (!(error instanceof SFNServiceException)) throw error;
    if (error.name === 'InvalidDefinition' && error.message.includes('UNSUPPORTED_FEATURE')) {
      throw new UnsupportedDefinition(error.message, { cause: error });
    }
    observations.push({ execution: { status: error.name, cause: error.message }, events: [] });
  } finally {
    client.destroy();
  }
  return observations;
}

async function start(client: SFNClient, definition: JsonObject, input: unknown): Promise<string> {
  const { stateMachineArn } = await client.send(
    new CreateStateMachineCommand({
      name: 'recorded',
      definition: JSON.stringify(definition),
      roleArn: 'arn:aws:iam::111111111111:role/recorded',
    }),
  );
  const { executionArn = '' } = await client.send(
    new StartExecutionCommand({ stateMachineArn, input: JSON.stringify(input) }),
  );
  return executionArn;
}

/** Waits for the end of the execution, which is stopped once the last event is of the type `stopAfter`. */
async function observeEnd(
  client: SFNClient,
  executionArn: string,
  stopAfter: string | undefined,
  clock: Clock,
): Promise<Observation> {
  if (stopAfter !== undefined) await stopOnce(client, executionArn, stopAfter, clock);
  const execution = await waitForEnd(client, executionArn, clock);
  return { execution, events: await readHistory(client, executionArn) };
}

async function stopOnce(client: SFNClient, executionArn: string, type: string, clock: Clock): Promise<void> {
  const deadline = clock.now() + MAX_RUN_MS;
  while (clock.now() < deadline) {
    const events = await readHistory(client, executionArn);
    if (events.at(-1)?.type === type) break;
    await clock.sleep(POLL_MS, new AbortController().signal);
  }
  await client.send(new StopExecutionCommand({ executionArn }));
}

async function waitForEnd(client: SFNClient, executionArn: string, clock: Clock): Promise<ObservedExecution> {
  const deadline = clock.monotonic() + MAX_RUN_MS;
  const never = new AbortController().signal;
  for (;;) {
    const {
      status = '',
      output,
      error,
      cause,
    } = await client.send(new DescribeExecutionCommand({ executionArn }));
    if (status !== 'RUNNING' || clock.monotonic() > deadline) {
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
