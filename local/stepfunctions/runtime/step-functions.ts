import { join } from 'node:path';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import fetch from 'node-fetch';
import { createDynamodbTasks } from '../adapters/dynamodb/dynamodb-tasks.ts';
import { FileStore } from '../adapters/file-store/file-store.ts';
import { StoreReadFailed, StoreWriteFailed } from '../adapters/file-store/store-errors.ts';
import { nodeHash } from '../adapters/hash.ts';
import { JsonFile, JsonFileCorrupted } from '../adapters/json-file.ts';
import type { HostedFunctions } from '../adapters/lambda/hosted-function.ts';
import { createLambdaEndpoint } from '../adapters/lambda/lambda-endpoint.ts';
import { createLambdaHost } from '../adapters/lambda/lambda-host.ts';
import { createLambdaInvoker } from '../adapters/lambda/lambda-invoker.ts';
import { ParameterStore, type StoredParameters } from '../adapters/parameter-store.ts';
import { systemRandom } from '../adapters/random.ts';
import { RealClock } from '../adapters/real-clock.ts';
import { ProcessSandbox } from '../sandbox/process-sandbox.ts';
import type { TaskLog } from '../adapters/task-log.ts';
import { createStepFunctionsTasks } from '../adapters/step-functions-tasks.ts';
import { createDrainingInvoker } from '../adapters/draining-invoker.ts';
import { createTaskInvoker } from '../adapters/task-invoker.ts';
import type { ApiContext } from '../api/operations/operation.ts';
import { startApi } from '../api/server.ts';
import { StateMachines } from '../api/state-machines/registry.ts';
import { snapshotOf, type StateMachine } from '../api/state-machines/state-machine.ts';
import { createEngine } from '../interpreter/engine.ts';
import type { Engine } from '../interpreter/engine-api.ts';
import { omitUndefined } from '../interpreter/omit-undefined.ts';
import type { ExecutionStore, Clock, EngineObserver, TaskInvoker } from '../interpreter/ports.ts';
import type { StateMachineSnapshot } from '../interpreter/records.ts';
import { opening, type Closers } from './closers.ts';

export interface StepFunctionsOptions {
  /** The folder of executions, state machines and parameters. One process at a time may use it. */
  readonly dataFolder: string;
  /** The Region in every ARN. */
  readonly region: string;
  /** The account in every ARN: 12 digits. */
  readonly accountId: string;
  /** Takes what somebody should know although nothing has failed. */
  readonly warn: (message: string) => void;
  /** The Lambda functions that run in this process, by name. Default: none. */
  readonly functions?: HostedFunctions;
  /** The port of the API on loopback. Default: a free one. */
  readonly port?: number;
  /** The Lambda API of another server, for functions that are not in `functions`. Default: they do not exist. */
  readonly lambdaEndpoint?: string;
  /** Invocations of `functions` at once; one more is throttled. Default: 1000, as on AWS. */
  readonly lambdaConcurrency?: number;
  /** Children of all Map Runs at once; the others stay pending. Default: no limit. */
  readonly childrenAtOnce?: number;
  /** The DynamoDB that Task states call. Default: definitions that call it are refused. */
  readonly dynamodb?: Pick<DynamoDBClient, 'send'>;
  /** Keeps what tasks write. Default: it is not kept. */
  readonly taskLog?: TaskLog;
  /**
   * The bundle of `sandbox/expression-process.ts`, which evaluates costly expressions in processes of their own.
   * Default: they are evaluated in this process, which waits meanwhile.
   */
  readonly expressionProcess?: string;
  readonly observer?: EngineObserver;
  /** Default: the time of this machine. */
  readonly clock?: Clock;
  /** A store that the caller has opened, and closes. Default: one is opened in `dataFolder`. */
  readonly store?: ExecutionStore;
}

const STATE_MACHINES = 'state-machines.json';

/**
 * Opens the store of executions, which no other process may have open.
 *
 * @throws StoreLocked, StoreUnusable, StoreFormatUnknown
 */
export function openStore({
  dataFolder,
  clock = new RealClock(),
  warn,
}: Pick<StepFunctionsOptions, 'dataFolder' | 'clock' | 'warn'>): FileStore {
  const knownSnapshots = () => readSnapshots(stateMachinesFile(dataFolder));
  return new FileStore(dataFolder, { clock, warn, knownSnapshots });
}

function logging(invoker: TaskInvoker, taskLog: TaskLog): TaskInvoker {
  return {
    refusal: (resource) => invoker.refusal(resource),
    invoke: (call) => taskLog.during(call, () => invoker.invoke(call)),
  };
}

/** Step Functions that are up. */
export interface StepFunctions {
  /** Where the API listens, for example `http://127.0.0.1:8083`. */
  readonly endpoint: string;
  readonly engine: Engine;
  readonly stateMachines: StateMachines;
  /** Begins no attempt of a task any more, and resolves when those under way have ended and are recorded, or soon. */
  drain(): Promise<void>;
  /** Drains, then ends executions as if the process had died: the next start can redrive them. */
  close(): Promise<void>;
}

/** The time that tasks under way have to end when this is closed, in milliseconds: enough for most of their requests. */
const MAX_DRAIN_MS = 600;

/**
 * Starts Step Functions on loopback, with functions that run in this process.
 *
 * @example
 * const { endpoint, close } = await startStepFunctions({
 *   dataFolder: '.stepfunctions',
 *   region: 'us-east-1',
 *   accountId: '123456789012',
 *   functions: { greet: { handler: async ({ name }) => `Hello, ${name}` } },
 *   warn: console.warn,
 * });
 * // Clients of the AWS SDK and the AWS CLI find it at the endpoint, and create its state machines.
 *
 * @throws StoreLocked, StoreUnusable, StoreFormatUnknown, JsonFileCorrupted; nothing is left running then
 */
export function startStepFunctions(options: StepFunctionsOptions): Promise<StepFunctions> {
  return opening((closers) => start(options, closers));
}

async function start(options: StepFunctionsOptions, closers: Closers): Promise<StepFunctions> {
  const { dataFolder, port = 0, lambdaEndpoint, expressionProcess, taskLog, dynamodb, warn } = options;
  const { clock = new RealClock(), functions = {} } = options;
  const store = options.store ?? ownStore(options, closers);
  const account = { region: options.region, accountId: options.accountId };
  const random = systemRandom;
  const elsewhere =
    lambdaEndpoint === undefined ? undefined : createLambdaEndpoint({ url: lambdaEndpoint, fetch, random });
  const host = createLambdaHost({
    ...{ functions, clock, random, ...account },
    ...omitUndefined({ concurrency: options.lambdaConcurrency, elsewhere }),
  });
  const repository = new JsonFile<StoredParameters>(join(dataFolder, 'parameters.json'));
  // A file that is damaged is told of now, not in the middle of a run.
  await repository.read();
  const parameters = new ParameterStore({ repository, clock, random, ...account });
  const sfn = createStepFunctionsTasks({ context: (): ApiContext => ({ engine, stateMachines }), random });
  const tasks = createTaskInvoker({
    lambda: createLambdaInvoker(host, clock),
    ssm: parameters,
    sfn,
    ...omitUndefined({ dynamodb: dynamodb && createDynamodbTasks({ client: dynamodb, clock }) }),
  });
  const invoker = createDrainingInvoker(tasks, clock);
  const drain = () => invoker.drain(MAX_DRAIN_MS);
  const sandbox =
    expressionProcess === undefined ? undefined : new ProcessSandbox({ program: expressionProcess });
  closers.add(() => sandbox?.close());
  const engine: Engine = createEngine({
    ...{ clock, random, hash: nodeHash, store, ...account },
    quotas: omitUndefined({ childrenAtOnce: options.childrenAtOnce }),
    invoker: taskLog === undefined ? invoker : logging(invoker, taskLog),
    ...omitUndefined({ observer: options.observer, sandbox }),
  });
  closers.add(() => engine.close());
  closers.add(drain);
  await engine.recover();
  const stateMachines: StateMachines = await StateMachines.open({
    ...{ repository: stateMachinesFile(dataFolder), engine, clock, random, ...account },
  });
  const onDefect = (error: unknown) => {
    // A disk that is full, or a folder that was removed, is no defect of ours: a line says it all.
    if (error instanceof StoreWriteFailed || error instanceof StoreReadFailed) warn(error.message);
    else warn(error instanceof Error ? (error.stack ?? error.message) : String(error));
  };
  const api = await startApi({ engine, stateMachines, parameters, random, clock, port, onDefect });
  closers.add(() => api.close());
  return { endpoint: api.url, engine, stateMachines, drain, close: () => closers.close() };
}

function ownStore(options: StepFunctionsOptions, closers: Closers): FileStore {
  const store = openStore(options);
  closers.add(() => store.close());
  return store;
}

function stateMachinesFile(dataFolder: string): JsonFile<readonly StateMachine[]> {
  return new JsonFile(join(dataFolder, STATE_MACHINES));
}

/** What the API's own file tells of definitions that the store has lost; a file that is damaged as well tells nothing. */
function readSnapshots(file: JsonFile<readonly StateMachine[]>): readonly StateMachineSnapshot[] {
  try {
    return (file.readSync() ?? []).map(snapshotOf);
  } catch (error) {
    if (error instanceof JsonFileCorrupted) return [];
    throw error;
  }
}
