import { createRequire } from 'node:module';
import { join } from 'node:path';
import { omitUndefined } from '../../events/omit-undefined.ts';
import { LOCAL_CATALOGUE_TABLES, PLAIN_NAMES } from '../../workflow/names.ts';
import { ACCOUNT } from '../account.ts';
import { deploy, hostTasks, type Deployed } from '../deployment.ts';
import { taskClock } from '../task-clock.ts';
import { createDynamodbClient } from '../dynamodb/dynamodb-client.ts';
import { PROJECT, runRecordPath } from '../project.ts';
import {
  FailureRule,
  observers,
  opening,
  openStore,
  pruneStore,
  RealClock,
  settleAll,
  startStepFunctions,
  systemRandom,
  TaskLog,
  type Clock,
  type Closers,
} from '../stepfunctions/index.ts';
import { openConnections } from './connections.ts';
import type { OpenConsumer } from './open-consumer.ts';
import { openLocalDynamodb, type OpenDynamodb } from './open-dynamodb.ts';
import { openProgress } from './open-progress.ts';
import { openLocalStream, openUserStream, type OpenStream } from './open-stream.ts';
import { creditsUsed, openWatchmode, type StandInAccess } from './open-watchmode.ts';
import type { RuntimeOptions, ServiceOptions } from './options.ts';

const STREAM = { streamName: PLAIN_NAMES.stream, shards: 4 } as const;

/** The number of connections to Watchmode, enough for all titles that a run fetches at once. Runs share them. */
const MAX_CONNECTIONS = 128;

/** The number of child executions at once. With ten titles each, they stay below the concurrency of the functions. */
const CHILDREN_AT_ONCE = 80;

/** Step Functions alone, without state machines of its own. */
export interface BareRuntime {
  /** The endpoint of the Step Functions API, for example `http://127.0.0.1:8083`. */
  readonly endpoint: string;
  /** Interrupts executions as a crash would (stop them first to record their end), then closes all services. */
  close(): Promise<void>;
}

/** A running runtime with its state machines. */
export interface Runtime extends BareRuntime, Deployed {
  readonly watchmode: {
    readonly baseUrl: string;
    /** Returns the credits that the account has used, or null if Watchmode does not report them. Costs no credits. */
    creditsUsed(): Promise<number | null>;
    /** Null for Watchmode itself. */
    readonly standIn: StandInAccess | null;
  };
  readonly streamName: string;
  /** Rejects with StreamStartError if the local Kinesis does not start. */
  readonly stream: Promise<OpenStream>;
  readonly dynamodb: OpenDynamodb;
  /** Null without `consume`. Rejects with StreamStartError if the local Kinesis does not start. */
  readonly consumer: Promise<OpenConsumer> | null;
  /**
   * Starts no more tasks, and resolves when those in progress have ended and their credits are recorded, after 0.6 s at
   * most. Call it before you stop executions; `close` calls it too.
   */
  drain(): Promise<void>;
}

/**
 * Starts everything that the workflow needs, on loopback: the store, the stand-in for Watchmode, Kinesis, DynamoDB, and
 * Step Functions with the tasks.
 *
 * @throws StoreLocked, StreamStartError, WatchmodeStartError, DynamodbPortUnusable, DynamodbFolderUnusable,
 *   DynamodbFileDamaged, JsonFileCorrupted, after closing everything it started
 */
export function startRuntime(options: RuntimeOptions): Promise<Runtime> {
  return opening(async (closers) => {
    const { dataFolder, warn, clock = new RealClock() } = options;
    // First, because it fails if another runtime uses the folder.
    const store = openStore({ dataFolder, clock, warn });
    closers.add(() => store.close());
    const fileOf = (executionArn: string) => runRecordPath(dataFolder, executionArn.split(':').at(-1) ?? '');
    pruneStore(store, { ...options, fileOf, now: clock.now() });
    const stream = openStreamOf(options, clock, closers);
    const [watchmode, dynamodb] = await settleAll([
      openWatchmode(options, clock, closers),
      openDynamodb(options, clock, closers),
      options.awaitsStream === false ? Promise.resolve() : stream,
    ]);
    const connections = openConnections(MAX_CONNECTIONS);
    closers.add(() => connections.close());
    const { fetch } = connections;
    const taskLog = new TaskLog({ dataFolder, warn, topLevelOf: (arn) => store.topLevelOf(arn) });
    closers.add(() => taskLog.close());
    const client = createDynamodbClient(dynamodb);
    closers.add(() => client.destroy());
    // Set once the API listens, before any task is invoked.
    let endpoint = '';
    const services = {
      watchmode,
      stream: async () => (await stream).environment,
      dynamodb: dynamodb.environment,
      stepFunctions: () => endpoint,
    };
    const consumerOn = async (opened: Promise<OpenStream>) => {
      // Loaded only with `consume`.
      const { openConsumer } = await import('./open-consumer.ts');
      return openConsumer(options, { clock, stream: await opened, dynamodb, taskLog }, closers);
    };
    const overrides = { writeLine: taskLog.writeLine, fetch, clock: taskClock(clock) };
    const functions = hostTasks(options, services, overrides);
    const rule = new FailureRule(warn);
    const observer = observers(options.observer, options.heal && rule.observer);
    const stepFunctions = await startStepFunctions({
      ...serviceOf({ ...options, observer }),
      ...{ clock, store, functions, dynamodb: client, taskLog },
    });
    closers.add(() => stepFunctions.close());
    endpoint = stepFunctions.endpoint;
    closers.add(() => rule.close());
    const consumer = options.consume === true ? consumerOn(stream) : null;
    // Closing waits until the consumer is open, and then closes it.
    closers.add(() => consumer?.catch(() => undefined));
    const { baseUrl, standIn } = watchmode;
    return {
      endpoint,
      ...(await deploy(stepFunctions, rule, options)),
      watchmode: { baseUrl, standIn, creditsUsed: () => creditsUsed(watchmode, fetch) },
      ...{ streamName: STREAM.streamName, stream },
      dynamodb,
      consumer,
      drain: () => stepFunctions.drain(),
      close: () => closers.close(),
    };
  });
}

/**
 * Starts Step Functions alone, without state machines, tasks or other servers.
 *
 * @throws StoreLocked, after closing everything it started
 */
export function startBareRuntime(options: ServiceOptions): Promise<BareRuntime> {
  return startStepFunctions(serviceOf(options));
}

function serviceOf({ dataFolder, warn, ports, ...options }: ServiceOptions) {
  const { lambdaEndpoint, lambdaConcurrency, observer } = options;
  return {
    ...ACCOUNT,
    dataFolder,
    warn,
    childrenAtOnce: CHILDREN_AT_ONCE,
    expressionProcess: join(PROJECT, 'dist/expression-process.mjs'),
    ...omitUndefined({ port: ports?.api, lambdaEndpoint, lambdaConcurrency, observer }),
  };
}

/** Opens the stream. Closing cancels a start that has not ended. */
function openStreamOf(options: RuntimeOptions, clock: Clock, closers: Closers): Promise<OpenStream> {
  const closing = new AbortController();
  const { signal = closing.signal } = options;
  const stream = openStream({ ...options, signal: AbortSignal.any([signal, closing.signal]) }, clock);
  stream.catch(() => undefined);
  closers.add(async () => {
    closing.abort();
    // A failed start has ended its process.
    await stream.then(
      (opened) => opened.close(),
      () => undefined,
    );
  });
  return stream;
}

function openStream(
  { kinesis, ports, dataFolder, signal, warn }: RuntimeOptions,
  clock: Clock,
): Promise<OpenStream> {
  if (kinesis !== undefined) return openUserStream(kinesis, { ...STREAM, clock });
  const settings = {
    ...STREAM,
    clock,
    warn,
    region: ACCOUNT.region,
    launcher: join(PROJECT, 'local/stream/kinesis-process.mjs'),
    kinesisLocal: createRequire(import.meta.url).resolve('kinesis-local'),
    codeCache: join(dataFolder, 'cache/kinesis-local'),
    port: ports?.stream ?? 0,
    ...omitUndefined({ signal }),
  };
  return openLocalStream(settings);
}

/** Starts DynamoDB and creates the progress table. */
async function openDynamodb(options: RuntimeOptions, clock: Clock, closers: Closers): Promise<OpenDynamodb> {
  const { ports, dataFolder, warn } = options;
  const settings = {
    path: join(dataFolder, 'progress'),
    derivedTables: Object.values(LOCAL_CATALOGUE_TABLES),
    port: ports?.dynamodb ?? 0,
    ...ACCOUNT,
    clock,
    random: systemRandom,
    warn,
  };
  const dynamodb = await openLocalDynamodb(settings, closers);
  await openProgress(options, { endpoint: dynamodb, clock });
  return dynamodb;
}
