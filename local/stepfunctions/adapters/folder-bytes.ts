import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { hasErrorCode } from './error-facts.ts';

/** Returns the total size of all files below a folder, or 0 if it does not exist. */
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
