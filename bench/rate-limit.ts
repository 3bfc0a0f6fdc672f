import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createDynamodbTasks,
  createEngine,
  createLambdaHost,
  createLambdaInvoker,
  createTaskInvoker,
  FileStore,
  nodeHash,
  RealClock,
  systemRandom,
  type ExecutionStore,
  type TaskInvoker,
} from '../local/stepfunctions/index.ts';
import type { VirtualClock } from '../local/stepfunctions/testing.ts';
import { createDynamodbClient } from '../local/dynamodb/dynamodb-client.ts';
import { ensureTable } from '../local/dynamodb/ensure-table.ts';
import { startDynamodb } from '../local/dynamodb/server.ts';
import { createProgressTable } from '../tasks/shared/progress/dynamodb-progress.ts';
import { SCHEDULED_RETRY_POLICY } from '../workflow/retry-policy.ts';
import { renderDefinition } from '../workflow/substitutions.ts';
import { functionArns } from '../workflow/tasks.ts';
import { LateClock } from './late-clock.ts';
import type { Measurement } from './measure.ts';
import { TITLES_A_BATCH, tasksOf, WatchmodeOnClock } from './rate-limit-tasks.ts';
import { MINUTE_MS } from '../events/instant.ts';

const RATES = [60, 120, 300, 600, 1_200];
/** One batch for every 20 requests a minute: each place is taken for half a minute. */
const REQUESTS_A_MINUTE_A_BATCH = 20;
/** How often each place is taken. */
const ROUNDS = 4;
const MAX_RATIO = 1.05;

const ACCOUNT = { region: 'eu-west-2', accountId: '000000000000' };
const FEED = 'new_titles';
const PROGRESS_TABLE = 'bench-progress';
const STATE_MACHINE_ARN = `arn:aws:states:${ACCOUNT.region}:${ACCOUNT.accountId}:stateMachine:title-ingestion`;

/** How long a run took, as a multiple of the floor. */
interface PacedRun {
  /** From its first request for a title. */
  readonly ratio: number;
  /** From its start. */
  readonly withListing: number;
  /** Requests that were answered with 429. */
  readonly refused: number;
}

/**
 * The definition and the tasks on a clock of their own, which jumps from one timer to the next: how long a run takes from
 * its first title to its end, to the shortest time in which Watchmode's limit lets it ask for all of them. The listing
 * before them, one page after the other, has nothing to do with the pace: it is shown, and not held against the target.
 */
export async function measureRateLimit(): Promise<Measurement> {
  const runs: (PacedRun & { readonly rate: number })[] = [];
  for (const rate of RATES) runs.push({ rate, ...(await runAt(rate)) });
  return {
    what: "a run, to the rate limit's floor",
    value: runs
      .map(
        ({ rate, ratio, withListing, refused }) =>
          `${ratio.toFixed(3)} at ${rate} a minute (${withListing.toFixed(3)} with the listing), ${refused} refused`,
      )
      .join('\n'),
    target: `${MAX_RATIO} or less, none refused`,
    isMet: runs.every(({ ratio, refused }) => ratio <= MAX_RATIO && refused === 0),
  };
}

async function runAt(requestsPerMinute: number): Promise<PacedRun> {
  const real = new RealClock();
  const clock = new LateClock(() => real.yieldTurn(), real.now());
  const batchesAtOnce = requestsPerMinute / REQUESTS_A_MINUTE_A_BATCH;
  const titles = batchesAtOnce * TITLES_A_BATCH * ROUNDS;
  const watchmode = new WatchmodeOnClock(clock, { titles, requestsPerMinute });
  const folder = await mkdtemp(join(tmpdir(), 'bench-'));
  const warnings: string[] = [];
  const store = new FileStore(folder, { clock: real, warn: (message) => warnings.push(message) });
  const table = await openTable(clock, real, (message) => warnings.push(message));
  const progress = createProgressTable(table.client, PROGRESS_TABLE);
  const functions = tasksOf(watchmode, clock, { progress, batchesAtOnce, requestsPerMinute, feed: FEED });
  const host = createLambdaHost({ functions, clock, random: systemRandom, ...ACCOUNT });
  const stateMachine = {
    snapshotId: 'title-ingestion',
    stateMachineArn: STATE_MACHINE_ARN,
    name: 'title-ingestion',
    roleArn: `arn:aws:iam::${ACCOUNT.accountId}:role/bench`,
    definition: definitionFor(batchesAtOnce),
    updateDate: clock.now(),
  };
  const engine = createEngine({
    ...{ clock, random: systemRandom, hash: nodeHash, ...ACCOUNT },
    store: holding(store, clock),
    invoker: createTaskInvoker({
      lambda: createLambdaInvoker(host, clock),
      ssm: NO_SERVICE,
      dynamodb: createDynamodbTasks({ client: table.client, clock }),
    }),
  });
  try {
    const startedAt = clock.monotonic();
    const { executionArn } = await engine.startExecution({ stateMachine, input: '{}' });
    const { status, output, cause } = await engine.whenEnded(executionArn);
    const published =
      status === 'SUCCEEDED' ? (JSON.parse(output ?? '{}') as { published: number }).published : 0;
    if (published !== titles)
      throw new Error(`The run ended as ${status}, ${published} of ${titles} published: ${cause ?? ''}`);
    const floorMs = (titles / requestsPerMinute) * MINUTE_MS;
    const endedAt = clock.monotonic();
    const { firstTitleAt = startedAt, refused } = watchmode;
    return {
      ratio: (endedAt - firstTitleAt) / floorMs,
      withListing: (endedAt - startedAt) / floorMs,
      refused,
    };
  } finally {
    await engine.close();
    await store.close();
    await table.close();
    await rm(folder, { recursive: true, force: true });
    if (warnings.length > 0) throw new Error(`The store is damaged: ${warnings.join(' ')}`);
  }
}

function definitionFor(batchesAtOnce: number): string {
  const arn = (name: string) => `arn:aws:lambda:${ACCOUNT.region}:${ACCOUNT.accountId}:function:${name}`;
  return renderDefinition(
    {
      Partition: 'aws',
      ProgressTable: PROGRESS_TABLE,
      ...functionArns('title-ingestion', arn),
      BatchesAtOnce: String(batchesAtOnce),
    },
    SCHEDULED_RETRY_POLICY,
  );
}

/** A service that the definition does not use. */
const NO_SERVICE: TaskInvoker = {
  refusal: ({ arn }) => `${arn} is not supported`,
  invoke: ({ resource }) => Promise.reject(new Error(`${resource.arn} should have been refused`)),
};

/** The progress table, in the memory of a local DynamoDB; no time passes while it reads and writes. */
async function openTable(clock: VirtualClock, real: RealClock, warn: (message: string) => void) {
  const onDefect = (error: unknown) => warn(String(error));
  const dynamodb = await startDynamodb({ clock: real, random: systemRandom, warn, onDefect });
  const client = createDynamodbClient(dynamodb);
  await ensureTable({ client, tableName: PROGRESS_TABLE, clock: real });
  const send = client.send.bind(client) as (...request: unknown[]) => Promise<unknown>;
  return {
    client: { send: (...request: unknown[]) => clock.hold(send(...request)) } as Pick<typeof client, 'send'>,
    async close() {
      client.destroy();
      await dynamodb.close();
    },
  };
}

/** The store on the disk; no time passes while it reads and writes. */
function holding(store: ExecutionStore, clock: VirtualClock): ExecutionStore {
  return {
    putSnapshot: (snapshot) => store.putSnapshot(snapshot),
    readSnapshot: (id) => clock.hold(store.readSnapshot(id)),
    putExecution: (record) => store.putExecution(record),
    updateExecution: (arn, change) => store.updateExecution(arn, change),
    readExecution: (arn) => clock.hold(store.readExecution(arn)),
    listExecutions: (query) => clock.hold(store.listExecutions(query)),
    append: (arn, entry) => store.append(arn, entry),
    readJournal: (arn, query) => clock.hold(store.readJournal(arn, query)),
    putMapRun: (record) => store.putMapRun(record),
    readMapRun: (arn) => clock.hold(store.readMapRun(arn)),
    listMapRuns: (arn, limit, after) => clock.hold(store.listMapRuns(arn, limit, after)),
    flush: () => clock.hold(store.flush()),
  };
}
