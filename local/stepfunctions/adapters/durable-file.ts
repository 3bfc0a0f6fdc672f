import { randomUUID } from 'node:crypto';
import {
  closeSync,
  constants,
  fsyncSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { hasErrorCode } from './error-facts.ts';

/** Readable by the owner only: files hold inputs and outputs of executions. */
const FILE_MODE = 0o600;
const FOLDER_MODE = 0o700;
/** The name of a file during the write: `NAME.UUID.tmp`, or `NAME.UUID` in earlier versions. */
const STAGING = /\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}(\.tmp)?$/;

/**
 * Replaces a small file atomically, and creates its folder if it is missing. Once this has resolved, the new content
 * survives a power cut: the file is synced before the rename, and the folder after it.
 */
export async function replaceFile(path: string, content: string | Buffer): Promise<void> {
  const folder = dirname(path);
  await mkdir(folder, { recursive: true, mode: FOLDER_MODE });
  const staging = stagingOf(path);
  try {
    const file = await open(staging, 'w', FILE_MODE);
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(staging, path);
  } catch (error) {
    await rm(staging, { force: true });
    throw error;
  }
  await syncFolder(folder);
}

/** Like {@link replaceFile}, but synchronous. The folder must exist. */
export function replaceFileSync(path: string, content: string | Buffer): void {
  const staging = stagingOf(path);
  try {
    const descriptor = openSync(staging, 'w', FILE_MODE);
    try {
      writeFileSync(descriptor, content);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(staging, path);
  } catch (error) {
    rmSync(staging, { force: true });
    throw error;
  }
  syncFolderSync(dirname(path));
}

/** Syncs the file names in a folder to disk. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, constants.O_RDONLY);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function syncFolderSync(folder: string): void {
  const descriptor = openSync(folder, constants.O_RDONLY);
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Removes incomplete files of killed processes. No other process may be writing to the folder. */
export function removeStagingFiles(folder: string): void {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT') || hasErrorCode(error, 'ENOTDIR')) return;
    throw error;
  }
  for (const name of names) if (STAGING.test(name)) rmSync(join(folder, name), { force: true });
}

function stagingOf(path: string): string {
  return join(dirname(path), `${basename(path)}.${randomUUID()}.tmp`);
}
