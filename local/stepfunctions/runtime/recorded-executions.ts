import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { holderOf } from '../adapters/file-store/store-lock.ts';
import { nodeHash } from '../adapters/hash.ts';
import { systemRandom } from '../adapters/random.ts';
import { RealClock } from '../adapters/real-clock.ts';
import { answer, type ApiRequest } from '../api/answer.ts';
import type { ApiResponse } from '../api/protocol/json-protocol.ts';
import { failure } from '../api/protocol/json-protocol.ts';
import { StateMachines } from '../api/state-machines/registry.ts';
import { createEngine } from '../interpreter/engine.ts';
import { openStore, stateMachinesFile, type StepFunctionsOptions } from './step-functions.ts';

/** The executions in a data folder, behind the API of Step Functions. */
export interface RecordedExecutions {
  /** The id of the process that uses the folder, if any. Its executions are RUNNING; those of no process are not. */
  readonly usedBy: number | undefined;
  /** Answers a request that reads. Others are refused. */
  answer(request: ApiRequest): Promise<ApiResponse>;
  close(): Promise<void>;
}

/** The names of operations that read. */
const READS = /\.(Describe|List|Get)\w+$/;

/**
 * Opens the executions of a data folder without a server: takes no lock and no port, and changes no file. Another
 * process may use the folder.
 *
 * @returns undefined if the folder holds no executions
 * @throws StoreUnusable, StoreFormatUnknown, JsonFileCorrupted
 * @example
 * const recorded = await openRecordedExecutions({ dataFolder, region, accountId, warn });
 * const { body } = await recorded.answer({ method: 'POST', contentType, target, body: async () => '{}' });
 */
export async function openRecordedExecutions({
  dataFolder,
  region,
  accountId,
  warn,
}: Pick<StepFunctionsOptions, 'dataFolder' | 'region' | 'accountId' | 'warn'>): Promise<
  RecordedExecutions | undefined
> {
  if (!existsSync(join(dataFolder, 'executions'))) return undefined;
  const clock = new RealClock();
  const usedBy = holderOf(dataFolder);
  const store = openStore({ dataFolder, clock, warn, isReadOnly: true });
  const account = { region, accountId };
  const engine = createEngine({
    ...{ clock, random: systemRandom, hash: nodeHash, store, ...account },
    isRunElsewhere: usedBy !== undefined,
    invoker: { refusal: () => undefined, invoke: () => Promise.reject(new Error('Nothing runs here')) },
  });
  // Both bring their records up to date in memory alone.
  await engine.recover();
  const machines = stateMachinesFile(dataFolder);
  const repository = { read: () => machines.read(), write: () => Promise.resolve() };
  const stateMachines = await StateMachines.open({
    repository,
    engine,
    clock,
    random: systemRandom,
    ...account,
  });
  const onDefect = (error: unknown) => warn(error instanceof Error ? error.message : String(error));
  const { signal } = new AbortController();
  return {
    usedBy,
    answer: (request) =>
      READS.test(request.target ?? '')
        ? answer(request, { engine, stateMachines, onDefect }, signal)
        : Promise.resolve(failure('AccessDeniedException', 'Recorded executions can only be read', 400)),
    close: () => store.close(),
  };
}
