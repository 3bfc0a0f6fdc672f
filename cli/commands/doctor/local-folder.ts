import { constants } from 'node:fs';
import { access, readdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { folderBytes } from '../../../local/stepfunctions/files.ts';
import { isError } from '../../../operate/native-error.ts';
import { formatBytes } from '../../render/bytes.ts';
import { failed, type Finding, ok, warning } from '../../findings/check.ts';

/** Below this, nothing can be recorded any more. */
const FULL_BYTES = 1_000_000;
/** The need of some runs of thousands of titles. */
const SCARCE_BYTES = 100_000_000;

const OWNER = 'check who owns it';

/**
 * Checks if the data folder `.local` can be used, or created. Changes nothing.
 *
 * @param freeBytes returns the free space of the disk of a folder
 */
export async function checkFolder(
  cwd: string,
  freeBytes: (folder: string) => Promise<number>,
): Promise<Finding> {
  const folder = join(cwd, '.local');
  try {
    const exists = await isFolder(folder);
    if (exists === false)
      return failed(`${folder} is a file`, 'move it away: the data belongs into a folder');
    const missing = await inaccessible(exists ? folder : cwd);
    if (missing !== undefined) return missing;
    const room = judgeRoom(await freeBytes(exists ? folder : cwd));
    if (room !== undefined) return room;
    if (exists) return ok(`${folder} can be written, and has ${formatBytes(folderBytes(folder))}`);
    const other = await findAbove(cwd);
    return other === undefined
      ? ok(`${folder} is not there yet: the first run creates it`)
      : warning(`${folder} is not there, and ${join(other, '.local')} is`, `cd ${other}`);
  } catch (error) {
    if (!isError(error)) throw error;
    return failed(`${folder} cannot be used: ${error.message}`, OWNER);
  }
}

/** Returns undefined if there is nothing with this path. */
async function isFolder(path: string): Promise<boolean | undefined> {
  try {
    return (await stat(path)).isDirectory();
  } catch (error) {
    if (isError(error) && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Looks at a folder and its entries: a run as another user leaves entries that this one cannot use. */
async function inaccessible(folder: string): Promise<Finding | undefined> {
  const { R_OK, W_OK, X_OK } = constants;
  const isUsable = async (path: string, mode: number) =>
    access(path, mode).then(
      () => true,
      () => false,
    );
  if (!(await isUsable(folder, R_OK | W_OK | X_OK))) {
    return failed(`${folder} cannot be read and written`, OWNER);
  }
  if (!folder.endsWith('.local')) return undefined;
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    if (!(await isUsable(path, R_OK | W_OK))) return failed(`${path} cannot be read and written`, OWNER);
  }
  return undefined;
}

function judgeRoom(bytes: number): Finding | undefined {
  if (bytes >= SCARCE_BYTES) return undefined;
  const remedy = 'make room: `tvguide prune` removes old runs';
  return bytes < FULL_BYTES
    ? failed(`the disk has no room: ${formatBytes(bytes)} are free`, remedy)
    : warning(`the disk has little room: ${formatBytes(bytes)} are free`, remedy);
}

/** Finds the nearest folder above that a runtime has used. `.local` of a home folder is used by other programs, too. */
async function findAbove(cwd: string): Promise<string | undefined> {
  for (let folder = dirname(cwd); folder !== dirname(folder); folder = dirname(folder)) {
    if ((await isFolder(join(folder, '.local', 'executions')).catch(() => false)) === true) return folder;
  }
  return undefined;
}
