import { SFNClient } from '@aws-sdk/client-sfn';
import { nodeHash } from '../../../../../local/stepfunctions/adapters/hash.ts';
import { createLambdaHost } from '../../../../../local/stepfunctions/adapters/lambda/lambda-host.ts';
import { createLambdaInvoker } from '../../../../../local/stepfunctions/adapters/lambda/lambda-invoker.ts';
import type { HostedFunctions } from '../../../../../local/stepfunctions/adapters/lambda/hosted-function.ts';
import { systemRandom } from '../../../../../local/stepfunctions/adapters/random.ts';
import { RealClock } from '../../../../../local/stepfunctions/adapters/real-clock.ts';
import type { Parameters } from '../../../../../local/stepfunctions/api/parameters.ts';
import { startApi, type Api } from '../../../../../local/stepfunctions/api/server.ts';
import { StateMachines } from '../../../../../local/stepfunctions/api/state-machines/registry.ts';
import type { StateMachine } from '../../../../../local/stepfunctions/api/state-machines/state-machine.ts';
import { createEngine } from '../../../../../local/stepfunctions/interpreter/engine.ts';
import type { Engine } from '../../../../../local/stepfunctions/interpreter/engine-api.ts';
import type { ExecutionStore, TaskInvoker } from '../../../../../local/stepfunctions/interpreter/ports.ts';
import { MemoryStore } from '../../../../../local/stepfunctions/testing.ts';

export const ACCOUNT = { region: 'eu-west-2', accountId: '000000000000' };
export const ROLE = 'arn:aws:iam::000000000000:role/states';
const PREFIX = `arn:aws:states:${ACCOUNT.region}:${ACCOUNT.accountId}`;
export const machineArn = (name: string): string => `${PREFIX}:stateMachine:${name}`;
export const executionArn = (machine: string, name: string): string =>
  `${PREFIX}:execution:${machine}:${name}`;
export const functionArn = (name: string): string => `arn:aws:lambda:eu-west-2:000000000000:function:${name}`;

/** A running API with an engine behind it. */
export interface Service {
  readonly api: Api;
  readonly engine: Engine;
  readonly invoker: TaskInvoker;
  readonly client: SFNClient;
  readonly defects: unknown[];
  close(): Promise<void>;
}

export interface ServiceOptions {
  readonly functions?: HostedFunctions;
  readonly store?: ExecutionStore;
  /** The state machines and their storage. */
  readonly machines?: { kept: readonly StateMachine[] };
  readonly parameters?: Parameters;
}

export async function startService({
  functions = {},
  store = new MemoryStore(),
  machines = { kept: [] },
  parameters,
}: ServiceOptions = {}): Promise<Service> {
  const clock = new RealClock();
  const random = systemRandom;
  const host = createLambdaHost({ functions, clock, random, ...ACCOUNT });
  const invoker = createLambdaInvoker(host, clock);
  const engine = createEngine({ clock, random, hash: nodeHash, store, invoker, ...ACCOUNT });
  await engine.recover();
  const repository = {
    read: () => Promise.resolve(machines.kept),
    write: (all: readonly StateMachine[]) => {
      machines.kept = all;
      return Promise.resolve();
    },
  };
  const stateMachines = await StateMachines.open({ repository, engine, clock, random, ...ACCOUNT });
  const defects: unknown[] = [];
  const onDefect = (error: unknown): void => void defects.push(error);
  const api = await startApi({
    engine,
    stateMachines,
    random,
    clock,
    port: 0,
    onDefect,
    ...(parameters === undefined ? {} : { parameters }),
  });
  const client = clientFor(api.url);
  return {
    api,
    engine,
    invoker,
    client,
    defects,
    async close() {
      client.destroy();
      await api.close();
      await engine.close();
    },
  };
}

export function clientFor(endpoint: string): SFNClient {
  return new SFNClient({
    endpoint,
    region: ACCOUNT.region,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
    disableHostPrefix: true,
  });
}

/** The definition with one state. */
export function single(state: Readonly<Record<string, unknown>>): string {
  return JSON.stringify({
    QueryLanguage: 'JSONata',
    StartAt: 'Only',
    States: { Only: { ...state, End: true } },
  });
}

export const PASS = single({ Type: 'Pass' });
export const WAIT = single({ Type: 'Wait', Seconds: 3600 });
