import { createRequire } from 'node:module';
import { join } from 'node:path';
import { omitUndefined } from '../../events/omit-undefined.ts';
import { fixedApiKey } from '../../tasks/shared/watchmode/api-key.ts';
import { createWatchmodeClient } from '../../tasks/shared/watchmode/client.ts';
import { PLAIN_NAMES } from '../../workflow/names.ts';
import { openConnections, type Connections } from '../stepfunctions/adapters/connections.ts';
import { systemRandom } from '../stepfunctions/adapters/random.ts';
import { RealClock } from '../stepfunctions/adapters/real-clock.ts';
import { TaskLog } from '../stepfunctions/adapters/task-log.ts';
import { hostTasks, localDefinition, localRedriver, openProgress, progressTableOf } from '../deployment.ts';
import { PROJECT } from '../project.ts';
import { Closers, settleAll } from '../stepfunctions/runtime/closers.ts';
import { FailureRule } from '../stepfunctions/runtime/failure-rule.ts';
import { observers } from '../stepfunctions/runtime/observers.ts';
import { pruneStore } from '../stepfunctions/runtime/prune.ts';
import { openLocalDynamodb, type OpenDynamodb } from './open-dynamodb.ts';
import { openLocalStream, openUserStream, type OpenStream } from './open-stream.ts';
import type { RuntimeOptions, ServiceOptions } from './options.ts';
import {
  ACCOUNT,
  openStore,
  putStateMachine,
  startStepFunctions,
} from '../stepfunctions/runtime/step-functions.ts';
import type { FaultPlan } from '../watchmode/fault-spec.ts';
import { startWatchmode } from '../watchmode/server.ts';

const STREAM = { streamName: PLAIN_NAMES.stream, shards: 4 } as const;

/** Connections to Watchmode: one for each title that a run fetches at once. More executions share them. */
const MAX_CONNECTIONS = 128;

/** How long Watchmode may take to say what a run has cost. */
const STATUS_TIMEOUT_MS = 10_000;

/** Built with the command line. */
const EXPRESSION_PROCESS = join(PROJECT, 'dist/expression-process.mjs');

/** Step Functions alone, with nothing created. */
export interface BareRuntime {
  /** Where the Step Functions API listens, for example `http://127.0.0.1:8083`. */
  readonly endpoint: string;
  /** Ends executions as if the process had died (stop them first to record it), then all that was started. */
  close(): Promise<void>;
}

/** A runtime that is up, with the state machine created. */
export interface Runtime extends BareRuntime {
  readonly stateMachineArn: string;
  /** The state machine that redrives failed executions of the other one. */
  readonly redriverArn: string;
  readonly watchmode: {
    readonly baseUrl: string;
    /** Credits that the account has used so far; null when Watchmode does not say. Costs none. */
    creditsUsed(): Promise<number | null>;
    /** Null when it is Watchmode itself. */
    readonly standIn: StandInAccess | null;
  };
  readonly stream: OpenStream;
  readonly dynamodb: OpenDynamodb;
  /**
   * Begins no task any more, and resolves when those under way have ended, so that what they have bought is recorded;
   * at the latest after 0.8 s. To be called before executions are stopped; `close` does it by itself.
   */
  drain(): Promise<void>;
}

/** How others reach the stand-in, which is no secret. */
export interface StandInAccess {
  /** The key that it accepts. */
  readonly apiKey: string;
  /** Where its faults are read and changed while it runs. */
  readonly controlUrl: string;
  readonly changeFaults: (faults: FaultPlan) => void;
}

/** Watchmode as the tasks reach it. */
interface OpenWatchmode {
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly standIn: StandInAccess | null;
}

/**
 * Starts the services that the workflow needs on this machine, on loopback: the store, Watchmode's stand-in, a Kinesis
 * stream, a DynamoDB, and Step Functions with the tasks.
 *
 * @throws StoreLocked, StreamStartError, WatchmodeStartError, DynamodbPortUnusable, DynamodbFolderUnusable,
 *   DynamodbFileDamaged; nothing is left running then
 */
export function startRuntime(options: RuntimeOptions): Promise<Runtime> {
  return opening(async (closers) => {
    const clock = new RealClock();
    const service = {
      ...options,
      clock,
      expressionProcess: EXPRESSION_PROCESS,
      ...portOf(options.ports?.api),
    };
    // First, since it is refused while another runtime has it.
    const store = openStore(service, closers);
    pruneStore(store, { ...options, now: clock.now() });
    const [watchmode, stream, dynamodb] = await settleAll([
      openWatchmode(options, clock, closers),
      openStream(options, clock, closers),
      openDynamodb(options, clock, closers),
    ]);
    const connections = openConnections(MAX_CONNECTIONS);
    closers.add(() => connections.close());
    const { fetch } = connections;
    const taskLog = new TaskLog({ ...options, topLevelOf: (arn) => store.topLevelOf(arn) });
    closers.add(() => taskLog.close());
    // Known when the API listens, which is before a task is invoked.
    let stepFunctions = '';
    const environments = {
      stream: stream.environment,
      dynamodb: dynamodb.environment,
      stepFunctions: () => stepFunctions,
    };
    const overrides = { writeLine: taskLog.writeLine, fetch };
    const functions = hostTasks(options, watchmode, environments, overrides);
    const rule = new FailureRule(options.warn);
    const { api, engine, stateMachines, drain } = await startStepFunctions(
      { ...service, observer: observers(options.observer, options.heal && rule.observer) },
      { store, functions, dynamodb, taskLog },
      closers,
    );
    stepFunctions = api.url;
    closers.add(() => rule.close());
    const { stateMachineArn } = await putStateMachine(stateMachines, {
      name: PLAIN_NAMES.stateMachine,
      definition: localDefinition(options),
    });
    // On AWS, too, it is there when the rule is off: somebody may start it by hand.
    const target = await putStateMachine(stateMachines, {
      name: PLAIN_NAMES.redriver,
      definition: localRedriver(),
    });
    if (options.heal !== undefined) {
      // What failed against Watchmode itself is not to be fetched from the stand-in, and the other way round.
      const resumes = (definition: string) => definition.includes(`"${progressTableOf(options)}"`);
      await rule.open({ engine, sourceArn: stateMachineArn, target, resumes });
    }
    return {
      endpoint: api.url,
      stateMachineArn,
      redriverArn: target.stateMachineArn,
      watchmode: {
        baseUrl: watchmode.baseUrl,
        standIn: watchmode.standIn,
        creditsUsed: () => creditsUsed(watchmode, fetch),
      },
      stream,
      dynamodb,
      drain,
      close: () => closers.close(),
    };
  });
}

/**
 * Starts Step Functions alone: no state machine, no task, no other server.
 *
 * @throws StoreLocked; nothing is left running then
 */
export function startBareRuntime(options: ServiceOptions): Promise<BareRuntime> {
  return opening(async (closers) => {
    const clock = new RealClock();
    const service = {
      ...options,
      clock,
      expressionProcess: EXPRESSION_PROCESS,
      ...portOf(options.ports?.api),
    };
    const store = openStore(service, closers);
    const { api } = await startStepFunctions(service, { store, functions: {} }, closers);
    return { endpoint: api.url, close: () => closers.close() };
  });
}

/** Closes what was opened when not all can be. */
async function opening<T>(open: (closers: Closers) => Promise<T>): Promise<T> {
  const closers = new Closers();
  try {
    return await open(closers);
  } catch (error) {
    await closers.close();
    throw error;
  }
}

function portOf(port: number | undefined): { port?: number } {
  return port === undefined ? {} : { port };
}

async function openWatchmode(
  { watchmode, ports }: RuntimeOptions,
  clock: RealClock,
  closers: Closers,
): Promise<OpenWatchmode> {
  if (watchmode.kind === 'live') return { ...watchmode, standIn: null };
  const { apiKey = systemRandom.uuid() } = watchmode;
  const standIn = await startWatchmode({ ...watchmode, apiKey, clock, port: ports?.watchmode ?? 0 });
  closers.add(() => standIn.close());
  const { url: baseUrl, controlUrl, changeFaults } = standIn;
  return { baseUrl, apiKey, standIn: { apiKey, controlUrl, changeFaults } };
}

function openStream(
  { kinesis, ports, dataFolder, signal, warn }: RuntimeOptions,
  clock: RealClock,
  closers: Closers,
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
  return openLocalStream(settings, closers);
}

/** Starts DynamoDB, with the progress table in it. */
async function openDynamodb(
  options: RuntimeOptions,
  clock: RealClock,
  closers: Closers,
): Promise<OpenDynamodb> {
  const { ports, dataFolder, warn } = options;
  const settings = {
    path: join(dataFolder, 'progress'),
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

async function creditsUsed(
  { baseUrl, apiKey }: OpenWatchmode,
  fetch: Connections['fetch'],
): Promise<number | null> {
  const watchmode = createWatchmodeClient({
    baseUrl,
    apiKey: fixedApiKey(apiKey),
    fetch,
    timeoutMs: STATUS_TIMEOUT_MS,
  });
  const { quotaUsed = null } = await watchmode.status();
  return quotaUsed;
}
