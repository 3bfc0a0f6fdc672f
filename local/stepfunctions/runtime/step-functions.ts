import { join } from 'node:path';
import fetch from 'node-fetch';
import { omitUndefined } from '../interpreter/omit-undefined.ts';
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
import { ProcessSandbox } from '../sandbox/process-sandbox.ts';
import type { TaskLog } from '../adapters/task-log.ts';
import { createStepFunctionsTasks } from '../adapters/step-functions-tasks.ts';
import { createDrainingInvoker } from '../adapters/draining-invoker.ts';
import { createTaskInvoker } from '../adapters/task-invoker.ts';
import type { ApiContext } from '../api/operations/operation.ts';
import { startApi, type Api } from '../api/server.ts';
import { StateMachines } from '../api/state-machines/registry.ts';
import { snapshotOf, type StateMachine } from '../api/state-machines/state-machine.ts';
import { createDynamodbClient, type DynamodbEndpoint } from '../../dynamodb/dynamodb-client.ts';
import { createEngine } from '../interpreter/engine.ts';
import type { Engine } from '../interpreter/engine-api.ts';
import type { ExecutionStore, Clock, EngineObserver, TaskInvoker } from '../interpreter/ports.ts';
import type { StateMachineSnapshot } from '../interpreter/records.ts';
import type { Closers } from './closers.ts';

/** The Region and account that everything local claims to be in. */
export const ACCOUNT = { region: 'eu-west-2', accountId: '000000000000' } as const;

export interface StepFunctionsOptions {
  readonly dataFolder: string;
  readonly clock: Clock;
  /** Default: a free port. */
  readonly port?: number;
  /** Where functions are invoked that are not hosted here. Default: they do not exist. */
  readonly lambdaEndpoint?: string;
  /** See ServiceOptions. */
  readonly lambdaConcurrency?: number;
  readonly observer?: EngineObserver;
  /** The bundle of the program that evaluates expressions which are not cheap. */
  readonly expressionProcess: string;
  readonly warn: (message: string) => void;
}

/**
 * Children of Map Runs at once. With ten titles each they stay below the concurrency of the functions, and none of them
 * waits for its turn for long, however many executions are started.
 */
const CHILDREN_AT_ONCE = 80;

const STATE_MACHINES = 'state-machines.json';

/** Opens the store of executions, which no other process may have open. Step Functions knows it by its port alone. */
export function openStore(
  { dataFolder, clock, warn }: Pick<StepFunctionsOptions, 'dataFolder' | 'clock' | 'warn'>,
  closers: Closers,
): FileStore {
  const knownSnapshots = () => readSnapshots(stateMachinesFile(dataFolder));
  const store = new FileStore(dataFolder, { clock, warn, knownSnapshots });
  closers.add(() => store.close());
  return store;
}

interface Parts {
  readonly store: ExecutionStore;
  readonly functions: HostedFunctions;
  /** The address at which Task states call DynamoDB. Default: definitions that call it are refused. */
  readonly dynamodb?: DynamodbEndpoint;
  /** Default: what tasks write is not kept. */
  readonly taskLog?: TaskLog;
}

function logging(invoker: TaskInvoker, taskLog: TaskLog): TaskInvoker {
  return {
    refusal: (resource) => invoker.refusal(resource),
    invoke: (call) => taskLog.during(call, () => invoker.invoke(call)),
  };
}

/** Step Functions that are up. */
export interface StartedStepFunctions {
  readonly api: Api;
  readonly engine: Engine;
  readonly stateMachines: StateMachines;
  /** Begins no attempt of a task any more, and resolves when those under way have ended and are recorded, or soon. */
  readonly drain: () => Promise<void>;
}

/**
 * How long an end waits for what is under way, in milliseconds: what Watchmode answers usually, and not so long that who
 * pressed Ctrl-C wonders.
 */
const MAX_DRAIN_MS = 600;

/** Starts Step Functions on a store, with functions that run in this process. */
export async function startStepFunctions(
  options: StepFunctionsOptions,
  { store, functions, dynamodb, taskLog }: Parts,
  closers: Closers,
): Promise<StartedStepFunctions> {
  const {
    dataFolder,
    clock,
    port = 0,
    lambdaEndpoint,
    lambdaConcurrency,
    observer,
    expressionProcess,
    warn,
  } = options;
  const random = systemRandom;
  const host = createLambdaHost({
    functions,
    clock,
    random,
    ...ACCOUNT,
    ...omitUndefined({ concurrency: lambdaConcurrency }),
    ...(lambdaEndpoint === undefined
      ? {}
      : { elsewhere: createLambdaEndpoint({ url: lambdaEndpoint, fetch, random }) }),
  });
  const parameters = new JsonFile<StoredParameters>(join(dataFolder, 'parameters.json'));
  // A file that is damaged is told of now, not in the middle of a run.
  await parameters.read();
  const ssm = new ParameterStore({ repository: parameters, clock, random, ...ACCOUNT });
  const sfn = createStepFunctionsTasks({ context: (): ApiContext => ({ engine, stateMachines }), random });
  const tasks = createTaskInvoker({
    lambda: createLambdaInvoker(host, clock),
    ssm,
    sfn,
    ...omitUndefined({ dynamodb: dynamodb && dynamodbTasks(dynamodb, clock, closers) }),
  });
  const invoker = createDrainingInvoker(tasks, clock);
  const drain = () => invoker.drain(MAX_DRAIN_MS);
  const sandbox = new ProcessSandbox({ program: expressionProcess });
  closers.add(() => sandbox.close());
  const engine: Engine = createEngine({
    clock,
    random,
    hash: nodeHash,
    store,
    quotas: { childrenAtOnce: CHILDREN_AT_ONCE },
    sandbox,
    invoker: taskLog === undefined ? invoker : logging(invoker, taskLog),
    ...ACCOUNT,
    ...omitUndefined({ observer }),
  });
  closers.add(() => engine.close());
  closers.add(drain);
  await engine.recover();
  const stateMachines: StateMachines = await StateMachines.open({
    repository: stateMachinesFile(dataFolder),
    engine,
    clock,
    random,
    ...ACCOUNT,
  });
  const onDefect = (error: unknown) => {
    // A disk that is full, or a folder that was removed, is no defect of ours: a line says it all.
    if (error instanceof StoreWriteFailed || error instanceof StoreReadFailed) warn(error.message);
    else warn(error instanceof Error ? (error.stack ?? error.message) : String(error));
  };
  const api = await startApi({ engine, stateMachines, parameters: ssm, random, clock, port, onDefect });
  closers.add(() => api.close());
  return { api, engine, stateMachines, drain };
}

function stateMachinesFile(dataFolder: string): JsonFile<readonly StateMachine[]> {
  return new JsonFile(join(dataFolder, STATE_MACHINES));
}

function dynamodbTasks(endpoint: DynamodbEndpoint, clock: Clock, closers: Closers): TaskInvoker {
  const client = createDynamodbClient(endpoint);
  closers.add(() => client.destroy());
  return createDynamodbTasks({ client, clock });
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

/** Creates a state machine, or gives one that is there already this definition. */
export async function putStateMachine(
  stateMachines: StateMachines,
  { name, definition }: { readonly name: string; readonly definition: string },
): Promise<StateMachine> {
  const { region, accountId } = ACCOUNT;
  const roleArn = `arn:aws:iam::${accountId}:role/${name}`;
  const known = await stateMachines.find(`arn:aws:states:${region}:${accountId}:stateMachine:${name}`);
  return known === undefined
    ? stateMachines.create({ name, definition, roleArn })
    : stateMachines.update(known.stateMachineArn, { definition });
}
