import { mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { replaceFileSync } from '../durable-file.ts';
import { hasErrorCode } from '../error-facts.ts';
import type { Warn } from './log-file.ts';
import { StoreFormatUnknown, StoreWriteFailed } from './store-errors.ts';

const formatText = (version: number) => `{"format":"step-functions-execution-store","version":${version}}\n`;
const FORMAT = formatText(2);
/** The format before logs had parts. It can be read. */
const EARLIER_FORMAT = formatText(1);

/** Creates a folder and its parents. Node's recursive call reports ENOENT on a read-only file system. */
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

/** Creates or checks the file with the format; `isReadOnly` only checks it. @throws StoreFormatUnknown */
export function checkFormat(folder: string, warn: Warn, isReadOnly = false): void {
  const path = join(folder, 'format.json');
  try {
    const found = readFileSync(path, 'utf8');
    if (found === FORMAT) return;
    if (found !== '' && found !== EARLIER_FORMAT)
      throw new StoreFormatUnknown(folder, found.trim().slice(0, 100));
    // Versions that did not sync the file left it empty after a power cut.
    if (found === '' && !isReadOnly) warn(`${path} was empty, as after a power cut: it was rewritten.`);
  } catch (error) {
    if (!hasErrorCode(error, 'ENOENT')) throw error;
  }
  if (!isReadOnly) replaceFileSync(path, FORMAT);
}

/** Writes the file with the format, which also tests that the folder is writable. @throws StoreWriteFailed */
export function writeFormat(folder: string): void {
  const path = join(folder, 'format.json');
  try {
    replaceFileSync(path, FORMAT);
  } catch (error) {
    throw new StoreWriteFailed(path, error);
  }
}
