import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { FileStore } from '../adapters/file-store/file-store.ts';
import { hasErrorCode } from '../adapters/error-facts.ts';
import { RealClock } from '../adapters/real-clock.ts';
import { taskLogPath } from '../adapters/task-log.ts';
import { Closers } from './closers.ts';
import { openStore } from './step-functions.ts';

/** As long as AWS keeps the history of an execution after its end. */
export const KEEP_DAYS = 90;

const DAY_MS = 24 * 60 * 60 * 1000;

/** Removes what ended so many days ago from an open store, and what its tasks have written. Gives the ARNs. */
export function pruneStore(
  store: FileStore,
  { dataFolder, now, keepDays = KEEP_DAYS, isTrial = false }: PruneOptions & { readonly now: number },
): readonly string[] {
  const removed = store.prune(now - keepDays * DAY_MS, isTrial);
  if (isTrial) return removed;
  for (const executionArn of removed) {
    const name = executionArn.slice(executionArn.lastIndexOf(':') + 1);
    rmSync(taskLogPath(dataFolder, executionArn), { force: true });
    rmSync(join(dataFolder, 'runs', `${name}.json`), { force: true });
  }
  return removed;
}

export interface PruneOptions {
  readonly dataFolder: string;
  /** Days that are kept after the end of an execution. Default: {@link KEEP_DAYS}. */
  readonly keepDays?: number;
  /** True: only tells what would be removed. */
  readonly isTrial?: boolean;
}

export interface Pruned {
  /** ARNs of the executions that were removed. */
  readonly executions: readonly string[];
  readonly bytesBefore: number;
  readonly bytesAfter: number;
}

/**
 * Removes what is old from the data folder, and compresses what has ended.
 *
 * @throws StoreLocked while a runtime uses it; StoreUnusable, StoreFormatUnknown
 */
export async function prune(
  options: PruneOptions & { readonly warn: (message: string) => void },
): Promise<Pruned> {
  const { dataFolder, warn } = options;
  const clock = new RealClock();
  const bytesBefore = folderBytes(dataFolder);
  const closers = new Closers();
  try {
    const store = openStore({ dataFolder, clock, warn }, closers);
    const executions = pruneStore(store, { ...options, now: clock.now() });
    await store.whenCompressed();
    return { executions, bytesBefore, bytesAfter: folderBytes(dataFolder) };
  } finally {
    await closers.close();
  }
}

/** Bytes of all files below a folder; 0 when there is none. Files that go meanwhile do not count. */
export function folderBytes(folder: string): number {
  try {
    return readdirSync(folder, { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile())
      .reduce(
        (sum, { parentPath, name }) =>
          sum + (statSync(join(parentPath, name), { throwIfNoEntry: false })?.size ?? 0),
        0,
      );
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT')) return 0;
    throw error;
  }
}
