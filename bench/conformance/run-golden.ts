import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  paginateGetExecutionHistory,
  RedriveExecutionCommand,
  SFNClient,
  SFNServiceException,
  StartExecutionCommand,
  StopExecutionCommand,
  type HistoryEvent,
} from '@aws-sdk/client-sfn';
import { isObject, type Clock, type JsonObject } from '../../local/stepfunctions/index.ts';
import type { Observation, ObservedEvent } from './compare.ts';
import type { FreshRuntime } from './fresh-runtime.ts';
import { ACCOUNT, ROLE_ARN, type Golden, type GoldenRun } from './golden.ts';

const POLL_MS = 20;
const MAX_RUN_MS = 120_000;

/**
 * Starts an execution through the API and redrives it as the golden says. Returns an observation per run. For a refused
 * request, the status is the error's name and the cause is its message.
 */
export async function runGolden(
  runtime: FreshRuntime,
  { definition, machines = {}, input, runs }: Golden,
  clock: Clock,
): Promise<readonly Observation[]> {
  const client = new SFNClient({
    endpoint: runtime.url,
    region: ACCOUNT.region,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
  const observations: Observation[] = [];
  let executionArn: string | undefined;
  try {
    for (const [name, other] of Object.entries(machines)) await create(client, name, other);
    for (const run of runs) {
      runtime.change(run.functions ?? {});
      if (executionArn === undefined) executionArn = await start(client, definition, input);
      else await client.send(new RedriveExecutionCommand({ executionArn }));
      observations.push(await observeEnd(client, executionArn, run, clock));
    }
  } catch (error) {
    if (!(error instanceof SFNServiceException)) throw error;
    observations.push({ execution: { status: error.name, cause: error.message }, events: [] });
  } finally {
    client.destroy();
  }
  return observations;
}

async function create(client: SFNClient, name: string, definition: JsonObject): Promise<string> {
  const command = new CreateStateMachineCommand({
    name,
    definition: JSON.stringify(definition),
    roleArn: ROLE_ARN,
  });
  return (await client.send(command)).stateMachineArn ?? '';
}

async function start(client: SFNClient, definition: JsonObject, input: unknown): Promise<string> {
  const stateMachineArn = await create(client, 'golden', definition);
  const { executionArn = '' } = await client.send(
    new StartExecutionCommand({ stateMachineArn, input: JSON.stringify(input) }),
  );
  return executionArn;
}

/** Waits for the end of the execution. Stops it when its last event has the type `stopAfter`. */
async function observeEnd(
  client: SFNClient,
  executionArn: string,
  { stopAfter }: GoldenRun,
  clock: Clock,
): Promise<Observation> {
  if (stopAfter !== undefined) {
    await poll(clock, async () => {
      const events = await readHistory(client, executionArn);
      return events.at(-1)?.type === stopAfter ? events : undefined;
    });
    await client.send(new StopExecutionCommand({ executionArn }));
  }
  const execution = await poll(clock, async () => {
    const described = await client.send(new DescribeExecutionCommand({ executionArn }));
    return described.status === 'RUNNING' ? undefined : described;
  });
  return { execution, events: await readHistory(client, executionArn) };
}

/** Calls `ask` until it returns a value. */
async function poll<T>(clock: Clock, ask: () => Promise<T | undefined>): Promise<T> {
  const deadline = clock.monotonic() + MAX_RUN_MS;
  const never = new AbortController().signal;
  while (clock.monotonic() < deadline) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await clock.sleep(POLL_MS, never);
  }
  throw new Error(`The execution did not end within ${MAX_RUN_MS / 1000} s`);
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
    ...(isObject(details) ? { details: details as JsonObject } : {}),
  };
}
