import { rmSync } from 'node:fs';
import type { FileStore } from '../adapters/file-store/file-store.ts';
import { holderOf } from '../adapters/file-store/store-lock.ts';
import { folderBytes } from '../adapters/folder-bytes.ts';
import { RealClock } from '../adapters/real-clock.ts';
import { taskLogPath } from '../adapters/task-log.ts';
import { omitUndefined } from '../interpreter/omit-undefined.ts';
import { openStore } from './step-functions.ts';

/** The number of days that AWS keeps the history of an execution after its end. */
export const KEEP_DAYS = 90;

const DAY_MS = 24 * 60 * 60 * 1000;

/** Removes executions that ended at least `keepDays` ago, with the logs of their tasks. Returns their ARNs. */
export function pruneStore(
  store: FileStore,
  {
    dataFolder,
    now,
    keepDays = KEEP_DAYS,
    isTrial = false,
    interrupted = false,
    fileOf,
  }: PruneOptions & { readonly now: number },
): readonly string[] {
  const removed = store.prune(now - keepDays * DAY_MS, isTrial, interrupted);
  if (isTrial) return removed;
  for (const executionArn of removed) {
    rmSync(taskLogPath(dataFolder, executionArn), { force: true });
    if (fileOf !== undefined) rmSync(fileOf(executionArn), { force: true });
  }
  return removed;
}

export interface PruneOptions {
  readonly dataFolder: string;
  /** Days to keep an execution after its end. Default: {@link KEEP_DAYS}. */
  readonly keepDays?: number;
  /** True for a dry run, which changes nothing. It may run while another process uses the folder. */
  readonly isTrial?: boolean;
  /** True to remove interrupted executions, too, that started at least `keepDays` ago. Default: false. */
  readonly interrupted?: boolean;
  /** Returns the path of a file to remove with the execution. Default: none. */
  readonly fileOf?: (executionArn: string) => string;
}

export interface Pruned {
  /** ARNs of the removed executions. */
  readonly executions: readonly string[];
  readonly bytesBefore: number;
  readonly bytesAfter: number;
  /** In a dry run: the id of the process that uses the folder, if any. Nothing can be removed until it ends. */
  readonly usedBy?: number;
}

/**
 * Removes old executions from the data folder, and compresses the logs of ended ones. A dry run does neither.
 * @example
 * const { executions, bytesAfter } = await prune({ dataFolder: '.stepfunctions', keepDays: 30, warn: console.warn });
 *
 * @throws StoreLocked while a runtime uses the folder, except in a dry run; StoreUnusable, StoreFormatUnknown
 */
export async function prune(
  options: PruneOptions & { readonly warn: (message: string) => void },
): Promise<Pruned> {
  const { dataFolder, isTrial = false, warn } = options;
  const clock = new RealClock();
  const bytesBefore = folderBytes(dataFolder);
  const store = openStore({ dataFolder, clock, warn, isReadOnly: isTrial });
  try {
    const usedBy = isTrial ? holderOf(dataFolder) : undefined;
    // Executions without an end may be running in the process that uses the folder.
    const interrupted = options.interrupted === true && usedBy === undefined;
    const executions = pruneStore(store, { ...options, interrupted, now: clock.now() });
    await store.whenCompressed();
    return { executions, bytesBefore, bytesAfter: folderBytes(dataFolder), ...omitUndefined({ usedBy }) };
  } finally {
    await store.close();
  }
}
