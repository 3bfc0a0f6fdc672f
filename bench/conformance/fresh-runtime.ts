import { join } from 'node:path';
import {
  createEngine,
  createLambdaHost,
  createLambdaInvoker,
  createTaskInvoker,
  FileStore,
  JsonFile,
  nodeHash,
  ParameterStore,
  RealClock,
  startApi,
  StateMachines,
  systemRandom,
  type StateMachine,
  type StoredParameters,
} from '../../local/stepfunctions/index.ts';
import { functionsOf, reportingAsPython } from './functions.ts';
import { ACCOUNT, type Golden, type GoldenFunctions } from './golden.ts';
import { openTables } from './tables.ts';

export interface FreshRuntime {
  readonly url: string;
  /** Lets these functions do something else from now on. */
  change(functions: GoldenFunctions): void;
  close(): Promise<void>;
}

/**
 * Branches take turns by the states that they pass, not by how long those take: so the events of a Parallel come in one
 * order, also on a busy machine.
 */
class UnhurriedClock extends RealClock {
  override isTurnLong(): boolean {
    return false;
  }
}

/** Starts a runtime with the functions and tables of one golden, and an empty store in `folder`. */
export async function startFreshRuntime(
  folder: string,
  { functions: texts = {}, tables }: Pick<Golden, 'functions' | 'tables'>,
): Promise<FreshRuntime> {
  const clock = new UnhurriedClock();
  const random = systemRandom;
  const closing = new AbortController();
  const surroundings = { clock, closing: closing.signal };
  const functions = { ...functionsOf(texts, surroundings) };
  const host = createLambdaHost({ functions, clock, random, ...ACCOUNT });
  const warnings: string[] = [];
  const defects: unknown[] = [];
  const warn = (message: string): void => void warnings.push(message);
  const onDefect = (error: unknown): void => void defects.push(error);
  const dynamodb = tables && (await openTables(tables, { ...ACCOUNT, clock, random, warn, onDefect }));
  const store = new FileStore(folder, { clock, warn });
  const engine = createEngine({
    clock,
    random,
    hash: nodeHash,
    store,
    ...ACCOUNT,
    invoker: createTaskInvoker({
      lambda: createLambdaInvoker(reportingAsPython(host, random), clock),
      ssm: new ParameterStore({
        repository: new JsonFile<StoredParameters>(join(folder, 'parameters.json')),
        clock,
        random,
        ...ACCOUNT,
      }),
      ...(dynamodb && { dynamodb: dynamodb.tasks }),
    }),
  });
  const repository = new JsonFile<readonly StateMachine[]>(join(folder, 'state-machines.json'));
  const stateMachines = await StateMachines.open({ repository, engine, clock, random, ...ACCOUNT });
  const api = await startApi({ engine, stateMachines, random, clock, port: 0, onDefect });
  return {
    url: api.url,
    change: (changed) => void Object.assign(functions, functionsOf(changed, surroundings)),
    async close() {
      closing.abort();
      await api.close();
      await engine.close();
      await store.close();
      await dynamodb?.close();
      if (defects.length > 0) throw new Error('The runtime has a defect', { cause: defects[0] });
      if (warnings.length > 0) throw new Error(`A fresh runtime warns: ${warnings.join(' ')}`);
    },
  };
}
