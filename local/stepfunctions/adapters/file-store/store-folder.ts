import { mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { replaceFileSync } from '../durable-file.ts';
import { hasErrorCode } from '../error-facts.ts';
import type { Warn } from './log-file.ts';
import { StoreFormatUnknown, StoreWriteFailed } from './store-errors.ts';

const formatText = (version: number) => `{"format":"step-functions-execution-store","version":${version}}\n`;
const FORMAT = formatText(2);
/** Before logs had parts. Whatever it left can be read. */
const EARLIER_FORMAT = formatText(1);

/** With the folders above it. Node's own recursive call says ENOENT where a file system is read-only. */
export function makeFolder(path: string): void {
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    if (hasErrorCode(error, 'EEXIST')) return;
    if (!hasErrorCode(error, 'ENOENT')) throw error;
    makeFolder(dirname(path));
    mkdirSync(path, { mode: 0o700 });
  }
}

/** Makes the file that says what the folder is, or checks it. @throws StoreFormatUnknown */
export function checkFormat(folder: string, warn: Warn): void {
  const path = join(folder, 'format.json');
  try {
    const found = readFileSync(path, 'utf8');
    if (found === FORMAT) return;
    if (found !== '' && found !== EARLIER_FORMAT)
      throw new StoreFormatUnknown(folder, found.trim().slice(0, 100));
    // What versions left that did not wait for the disk, when the power was cut in their first run.
    if (found === '') warn(`${path} was empty, as a power cut leaves a file: it was written anew.`);
  } catch (error) {
    if (!hasErrorCode(error, 'ENOENT')) throw error;
  }
  replaceFileSync(path, FORMAT);
}

/** Also shows whether the folder can be written. @throws StoreWriteFailed */
export function writeFormat(folder: string): void {
  const path = join(folder, 'format.json');
  try {
    replaceFileSync(path, FORMAT);
  } catch (error) {
    throw new StoreWriteFailed(path, error);
  }
}
