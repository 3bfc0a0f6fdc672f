import {
  createDynamodbTasks,
  createLambdaHost,
  createLambdaInvoker,
  createTaskInvoker,
  RealClock,
  systemRandom,
  type TaskInvoker,
} from '../local/stepfunctions/index.ts';
import { Harness, type VirtualClock } from '../local/stepfunctions/testing.ts';
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
/** Requests per minute for each batch at once: each of its ten titles occupies its slot for half a minute. */
const REQUESTS_A_MINUTE_A_BATCH = 20;
/** The number of titles that pass through each slot. */
const ROUNDS = 4;
const MAX_RATIO = 1.05;

const ACCOUNT = { region: 'eu-west-2', accountId: '000000000000' };
const FEED = 'new_titles';
const PROGRESS_TABLE = 'bench-progress';

/** The duration of a run, as a multiple of the floor. */
interface PacedRun {
  /** Measured from its first request for a title. */
  readonly ratio: number;
  /** Measured from its start. */
  readonly withListing: number;
  /** The number of requests answered with 429. */
  readonly refused: number;
}

/**
 * Runs the definition and the tasks on a virtual clock, which jumps from one timer to the next. Measures a run from its
 * first title to its end, relative to the floor: the shortest time in which Watchmode's rate limit allows all requests.
 * The listing before the first title does not depend on the pace. It is shown, but does not count for the target.
 */
export async function measureRateLimit(): Promise<Measurement> {
  const runs: (PacedRun & { readonly rate: number })[] = [];
  for (const rate of RATES) runs.push({ rate, ...(await runAt(rate)) });
  return {
    what: 'run / floor of the rate limit',
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
  const warnings: string[] = [];
  const table = await openTable(clock, real, (message) => warnings.push(message));
  const progress = createProgressTable(table.client, PROGRESS_TABLE);
  const functions = tasksOf(watchmode, clock, { progress, batchesAtOnce, requestsPerMinute, feed: FEED });
  const host = createLambdaHost({ functions, clock, random: systemRandom, ...ACCOUNT });
  const harness = new Harness(
    {},
    {
      clock,
      random: systemRandom,
      invoker: createTaskInvoker({
        lambda: createLambdaInvoker(host, clock),
        ssm: NO_SERVICE,
        dynamodb: createDynamodbTasks({ client: table.client, clock }),
      }),
    },
  );
  try {
    const startedAt = clock.monotonic();
    const { status, output, cause } = await harness.run(definitionFor(batchesAtOnce));
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
    await harness.engine.close();
    await table.close();
    if (warnings.length > 0) throw new Error(`The table warns: ${warnings.join(' ')}`);
  }
}

function definitionFor(batchesAtOnce: number): object {
  const arn = (name: string) => `arn:aws:lambda:${ACCOUNT.region}:${ACCOUNT.accountId}:function:${name}`;
  const substitutions = {
    Partition: 'aws',
    ProgressTable: PROGRESS_TABLE,
    ...functionArns('title-ingestion', arn),
    BatchesAtOnce: String(batchesAtOnce),
  };
  return JSON.parse(renderDefinition(substitutions, SCHEDULED_RETRY_POLICY)) as object;
}

/** A service that the definition does not call. */
const NO_SERVICE: TaskInvoker = {
  refusal: ({ arn }) => `${arn} is not supported`,
  invoke: ({ resource }) => Promise.reject(new Error(`${resource.arn} should have been refused`)),
};

/** Opens the progress table in a local DynamoDB in memory. The clock stands still while it reads and writes. */
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
