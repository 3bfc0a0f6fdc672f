import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FileStore } from '../local/adapters/file-store/file-store.ts';
import { nodeHash } from '../local/adapters/hash.ts';
import { createLambdaHost } from '../local/adapters/lambda/lambda-host.ts';
import { createLambdaInvoker } from '../local/adapters/lambda/lambda-invoker.ts';
import { ParameterStore, type StoredParameters } from '../local/adapters/parameter-store.ts';
import { systemRandom } from '../local/adapters/random.ts';
import { RealClock } from '../local/adapters/real-clock.ts';
import { createStepFunctionsTasks } from '../local/adapters/step-functions-tasks.ts';
import { createTaskInvoker } from '../local/adapters/task-invoker.ts';
import type { VirtualClock } from '../local/adapters/virtual-clock.ts';
import { createEngine } from '../local/interpreter/engine.ts';
import type { Engine } from '../local/interpreter/engine-api.ts';
import type { ExecutionStore } from '../local/interpreter/ports.ts';
import type { StateMachines } from '../local/api/state-machines/registry.ts';
import { PATIENCE_OF_A_SCHEDULE } from '../workflow/patience.ts';
import { jsonataList, renderDefinition } from '../workflow/substitutions.ts';
import { LateClock } from './late-clock.ts';
import type { Measurement } from './measure.ts';
import { TITLES_A_BATCH, tasksOf, WatchmodeOnClock } from './rate-limit-tasks.ts';

const RATES = [60, 120, 300, 600, 1_200];
/** One batch for every 20 requests a minute: each place is taken for half a minute. */
const REQUESTS_A_MINUTE_A_BATCH = 20;
/** How often each place is taken. */
const ROUNDS = 4;
const MAX_RATIO = 1.05;
const MINUTE_MS = 60_000;

const ACCOUNT = { region: 'eu-west-2', accountId: '000000000000' };
const FEED = 'new_titles';
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
  const functions = tasksOf(watchmode, clock, { batchesAtOnce, requestsPerMinute, feed: FEED });
  const host = createLambdaHost({ functions, clock, random: systemRandom, ...ACCOUNT });
  const parameters: { stored?: StoredParameters } = {};
  const repository = {
    read: () => Promise.resolve(parameters.stored),
    write: (stored: StoredParameters) => {
      parameters.stored = stored;
      return Promise.resolve();
    },
  };
  const stateMachine = {
    snapshotId: 'title-ingestion',
    stateMachineArn: STATE_MACHINE_ARN,
    name: 'title-ingestion',
    roleArn: `arn:aws:iam::${ACCOUNT.accountId}:role/bench`,
    definition: definitionFor(batchesAtOnce),
    updateDate: clock.now(),
  };
  const known: Pick<StateMachines, 'find' | 'get'> = {
    find: () => Promise.resolve(known.get(STATE_MACHINE_ARN)),
    get: () =>
      Promise.resolve({ ...stateMachine, status: 'ACTIVE', creationDate: stateMachine.updateDate, tags: [] }),
  };
  const engine: Engine = createEngine({
    ...{ clock, random: systemRandom, hash: nodeHash, ...ACCOUNT },
    store: holding(store, clock),
    invoker: createTaskInvoker({
      lambda: createLambdaInvoker(host, clock),
      ssm: new ParameterStore({ repository, clock, random: systemRandom, ...ACCOUNT }),
      sfn: createStepFunctionsTasks({
        context: () => ({ engine, stateMachines: known as StateMachines }),
        random: systemRandom,
      }),
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
    await rm(folder, { recursive: true, force: true });
    if (warnings.length > 0) throw new Error(`The store is damaged: ${warnings.join(' ')}`);
  }
}

function definitionFor(batchesAtOnce: number): string {
  const arn = (name: string) => `arn:aws:lambda:${ACCOUNT.region}:${ACCOUNT.accountId}:function:${name}`;
  return renderDefinition(
    {
      Partition: 'aws',
      WatermarkPath: '/bench/watermarks',
      Feeds: jsonataList([FEED]),
      DefaultFeed: FEED,
      ListNewTitlesFunctionArn: arn('list-new-titles'),
      FetchTitleDetailsFunctionArn: arn('fetch-title-details'),
      CheckWatchmodeFunctionArn: arn('check-watchmode'),
      PublishTitlesFunctionArn: arn('publish-titles'),
      SettleDeferredFunctionArn: arn('settle-deferred'),
      BatchesAtOnce: String(batchesAtOnce),
    },
    PATIENCE_OF_A_SCHEDULE,
  );
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
