import { rmSync } from 'node:fs';
import type { FileStore } from '../adapters/file-store/file-store.ts';
import { folderBytes } from '../adapters/folder-bytes.ts';
import { RealClock } from '../adapters/real-clock.ts';
import { taskLogPath } from '../adapters/task-log.ts';
import { openStore } from './step-functions.ts';

/** As long as AWS keeps the history of an execution after its end. */
export const KEEP_DAYS = 90;

const DAY_MS = 24 * 60 * 60 * 1000;

/** Removes executions that ended so many days ago from an open store, with the logs of their tasks. Returns their ARNs. */
export function pruneStore(
  store: FileStore,
  { dataFolder, now, keepDays = KEEP_DAYS, isTrial = false, fileOf }: PruneOptions & { readonly now: number },
): readonly string[] {
  const removed = store.prune(now - keepDays * DAY_MS, isTrial);
  if (isTrial) return removed;
  for (const executionArn of removed) {
    rmSync(taskLogPath(dataFolder, executionArn), { force: true });
    if (fileOf !== undefined) rmSync(fileOf(executionArn), { force: true });
  }
  return removed;
}

export interface PruneOptions {
  readonly dataFolder: string;
  /** Days that are kept after the end of an execution. Default: {@link KEEP_DAYS}. */
  readonly keepDays?: number;
  /** True: only tells what would be removed. */
  readonly isTrial?: boolean;
  /** The file that the caller keeps for an execution, removed with it. Default: there is none. */
  readonly fileOf?: (executionArn: string) => string;
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
 * @example
 * const { executions, bytesAfter } = await prune({ dataFolder: '.stepfunctions', keepDays: 30, warn: console.warn });
 *
 * @throws StoreLocked while a runtime uses it; StoreUnusable, StoreFormatUnknown
 */
export async function prune(
  options: PruneOptions & { readonly warn: (message: string) => void },
): Promise<Pruned> {
  const { dataFolder, warn } = options;
  const clock = new RealClock();
  const bytesBefore = folderBytes(dataFolder);
  const store = openStore({ dataFolder, clock, warn });
  try {
    const executions = pruneStore(store, { ...options, now: clock.now() });
    await store.whenCompressed();
    return { executions, bytesBefore, bytesAfter: folderBytes(dataFolder) };
  } finally {
    await store.close();
  }
}
