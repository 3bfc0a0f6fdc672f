import { join } from 'node:path';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import fetch from 'node-fetch';
import { createAnswerModels } from '../adapters/answer-models/answer-models.ts';
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
import { createNestedExecutions } from '../adapters/nested-executions.ts';
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
  /** The folder of executions, state machines and parameters. Only one process can use it at a time. */
  readonly dataFolder: string;
  /** The Region in every ARN. */
  readonly region: string;
  /** The account in every ARN: 12 digits. */
  readonly accountId: string;
  /** Receives warnings. */
  readonly warn: (message: string) => void;
  /** The Lambda functions that run in this process, by name. Default: none. */
  readonly functions?: HostedFunctions;
  /** The port of the API on loopback. Default: a free port. */
  readonly port?: number;
  /** The Lambda API of another server, for functions that are not in `functions`. Default: none. */
  readonly lambdaEndpoint?: string;
  /** The maximum concurrency of all `functions`; further invocations are throttled. Default: 1000, as on AWS. */
  readonly lambdaConcurrency?: number;
  /** The maximum number of child executions at once; the others stay pending. Default: no limit. */
  readonly childrenAtOnce?: number;
  /** The client for Task states that call DynamoDB. Default: definitions with such states are refused. */
  readonly dynamodb?: Pick<DynamoDBClient, 'send'>;
  /** The log of the tasks. Default: none. */
  readonly taskLog?: TaskLog;
  /**
   * The bundle of `sandbox/expression-process.ts`, which evaluates costly expressions in separate processes. Default:
   * they block this process.
   */
  readonly expressionProcess?: string;
  readonly observer?: EngineObserver;
  /** Default: the system clock. */
  readonly clock?: Clock;
  /** A store that the caller opens and closes. Default: a store in `dataFolder`. */
  readonly store?: ExecutionStore;
}

const STATE_MACHINES = 'state-machines.json';

/**
 * Opens the store of executions and locks it for this process. A read-only store takes no lock and changes no file.
 *
 * @throws StoreLocked, StoreUnusable, StoreFormatUnknown
 */
export function openStore({
  dataFolder,
  clock = new RealClock(),
  warn,
  isReadOnly = false,
}: Pick<StepFunctionsOptions, 'dataFolder' | 'clock' | 'warn'> & {
  readonly isReadOnly?: boolean;
}): FileStore {
  const knownSnapshots = () => readSnapshots(stateMachinesFile(dataFolder));
  return new FileStore(dataFolder, { clock, warn, knownSnapshots, isReadOnly });
}

function logging(invoker: TaskInvoker, taskLog: TaskLog): TaskInvoker {
  return {
    refusal: (resource) => invoker.refusal(resource),
    invoke: (call) => taskLog.during(call, () => invoker.invoke(call)),
  };
}

/** A running Step Functions service. */
export interface StepFunctions {
  /** The endpoint of the API, for example `http://127.0.0.1:8083`. */
  readonly endpoint: string;
  readonly engine: Engine;
  readonly stateMachines: StateMachines;
  /** Starts no more tasks, and resolves when those in progress have ended and are recorded, after 0.6 s at most. */
  drain(): Promise<void>;
  /** Drains, then interrupts executions as a crash would. They can be redriven after the next start. */
  close(): Promise<void>;
}

/** The maximum time for tasks in progress to end, in milliseconds. Enough for most of their requests. */
const MAX_DRAIN_MS = 600;

/**
 * Starts Step Functions on loopback, with functions that run in this process.
 * @example
 * const { endpoint, close } = await startStepFunctions({
 *   dataFolder: '.stepfunctions',
 *   region: 'us-east-1',
 *   accountId: '123456789012',
 *   functions: { greet: { handler: async ({ name }) => `Hello, ${name}` } },
 *   warn: console.warn,
 * });
 * // Point the AWS SDK or the AWS CLI at the endpoint to create state machines.
 *
 * @throws StoreLocked, StoreUnusable, StoreFormatUnknown, JsonFileCorrupted, after closing everything it started
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
  // Reports a damaged file now, not during an execution.
  await repository.read();
  const parameters = new ParameterStore({ repository, clock, random, ...account });
  const onDefect = (error: unknown) => {
    // A full disk or a removed folder is no defect of the runtime: omit the stack trace.
    if (error instanceof StoreWriteFailed || error instanceof StoreReadFailed) warn(error.message);
    else warn(error instanceof Error ? (error.stack ?? error.message) : String(error));
  };
  const context = (): ApiContext => ({ engine, stateMachines });
  const tasks = createTaskInvoker({
    lambda: createLambdaInvoker(host, clock),
    ssm: parameters,
    sfn: createStepFunctionsTasks({ context, random }),
    states: createNestedExecutions({ context, clock, random, onDefect }),
    ...omitUndefined({ dynamodb: dynamodb && createDynamodbTasks({ client: dynamodb, clock }) }),
  });
  const invoker = createDrainingInvoker(tasks, clock);
  const drain = () => invoker.drain(MAX_DRAIN_MS);
  const sandbox =
    expressionProcess === undefined ? undefined : new ProcessSandbox({ program: expressionProcess });
  closers.add(() => sandbox?.close());
  const engine: Engine = createEngine({
    ...{ clock, random, hash: nodeHash, store, ...account, answerModels: createAnswerModels() },
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
  const api = await startApi({ engine, stateMachines, parameters, random, clock, port, onDefect });
  closers.add(() => api.close());
  return { endpoint: api.url, engine, stateMachines, drain, close: () => closers.close() };
}

function ownStore(options: StepFunctionsOptions, closers: Closers): FileStore {
  const store = openStore(options);
  closers.add(() => store.close());
  return store;
}

/** Returns the file with the state machines of a data folder. */
export function stateMachinesFile(dataFolder: string): JsonFile<readonly StateMachine[]> {
  return new JsonFile(join(dataFolder, STATE_MACHINES));
}

/** Reads the definitions in the API's own file, for those that the store has lost. Ignores a damaged file. */
function readSnapshots(file: JsonFile<readonly StateMachine[]>): readonly StateMachineSnapshot[] {
  try {
    return (file.readSync() ?? []).map(snapshotOf);
  } catch (error) {
    if (error instanceof JsonFileCorrupted) return [];
    throw error;
  }
}
