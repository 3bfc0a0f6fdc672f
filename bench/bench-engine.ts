import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createEngine,
  createLambdaHost,
  createLambdaInvoker,
  FileStore,
  nodeHash,
  RealClock,
  systemRandom,
  type EngineObserver,
  type Sandbox,
} from '../local/stepfunctions/index.ts';
import { machine } from '../local/stepfunctions/testing.ts';

const ACCOUNT = { region: 'eu-west-2', accountId: '000000000000' };
/** The ARN of a function that returns its event. */
export const NO_OP = `arn:aws:lambda:${ACCOUNT.region}:${ACCOUNT.accountId}:function:no-op`;

/** A sandbox that fails: the expressions of benchmarks must be cheap enough to run without one. */
const UNUSED: Sandbox = {
  evaluate: ({ source }) => Promise.reject(new Error(`Not cheap enough to be evaluated here: ${source}`)),
};

/**
 * Runs a definition to its end on a new store on disk. Returns the seconds it took, including the flush to disk. Raises
 * the limit on the length of a history, because an inline Map of 10,000 iterations has more events than AWS allows.
 */
export async function runOnDisk(definition: object, observer: EngineObserver = {}): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-'));
  const clock = new RealClock();
  const random = systemRandom;
  const warnings: string[] = [];
  const store = new FileStore(folder, { clock, warn: (message) => warnings.push(message) });
  const functions = { 'no-op': { handler: (event: unknown) => Promise.resolve(event) } };
  const host = createLambdaHost({ functions, clock, random, ...ACCOUNT });
  const engine = createEngine({
    ...{ clock, random, hash: nodeHash, store, observer, sandbox: UNUSED, ...ACCOUNT },
    invoker: createLambdaInvoker(host, clock),
    quotas: { historyEvents: 10_000_000 },
  });
  try {
    const begin = performance.now();
    const stateMachine = { ...machine(definition, 'bench'), updateDate: clock.now() };
    const { executionArn } = await engine.startExecution({ stateMachine });
    const { status, error, cause } = await engine.whenEnded(executionArn);
    await store.flush();
    if (status !== 'SUCCEEDED') throw new Error(`The benchmark ${status}: ${error ?? ''} ${cause ?? ''}`);
    return (performance.now() - begin) / 1000;
  } finally {
    await engine.close();
    await store.close();
    await rm(folder, { recursive: true, force: true });
    if (warnings.length > 0) throw new Error(`The store is damaged: ${warnings.join(' ')}`);
  }
}
