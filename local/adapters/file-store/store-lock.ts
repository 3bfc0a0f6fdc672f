import { randomUUID } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { isObject } from '../../interpreter/json.ts';
import { processState } from './process-identity.ts';
import { StoreLocked } from './store-errors.ts';
import { hasErrorCode } from '../error-facts.ts';

interface Holder {
  readonly pid: number;
  readonly start: string;
  readonly host: string;
}

/**
 * The right to write a store, held by a file `lock` that names the holder. A holder that has died, also one whose
 * process number was given away again, is succeeded without asking.
 */
export class StoreLock {
  readonly #path: string;
  readonly #text: string;

  /** Takes the lock of `folder`, or throws StoreLocked. */
  constructor(folder: string) {
    this.#path = join(folder, 'lock');
    const self: Holder = { pid: process.pid, start: startOf(process.pid), host: hostname() };
    // The token tells two openings by one process apart.
    this.#text = JSON.stringify({ ...self, token: randomUUID() });
    while (!linkWithText(this.#path, this.#text)) {
      const text = readText(this.#path);
      const holder = text === undefined ? undefined : parseHolder(text);
      if (holder !== undefined && isHeld(holder)) {
        throw new StoreLocked(folder, this.#path, holder.pid, holder.host);
      }
      if (text !== undefined) removeExactly(this.#path, text);
    }
  }

  /** Gives the lock back. */
  release(): void {
    if (readText(this.#path) === this.#text) rmSync(this.#path, { force: true });
  }
}

/** When the process started, or an empty text when this system does not tell. */
function startOf(pid: number): string {
  const state = processState(pid);
  return state.kind === 'ALIVE' ? state.start : '';
}

function isHeld(holder: Holder): boolean {
  if (holder.host !== hostname()) return true; // Cannot be looked at from here.
  const state = processState(holder.pid);
  if (state.kind === 'ALIVE') return holder.start === '' || holder.start === state.start;
  return state.kind === 'UNKNOWN';
}

/** Makes the file with its whole text in one step; false when it exists. */
function linkWithText(path: string, text: string): boolean {
  const temporary = `${path}.${randomUUID()}`;
  writeFileSync(temporary, text, { mode: 0o600 });
  try {
    linkSync(temporary, path);
    return true;
  } catch (error) {
    if (hasErrorCode(error, 'EEXIST')) return false;
    throw error;
  } finally {
    rmSync(temporary, { force: true });
  }
}

/** Removes the file if it still has `text`: of two processes that find the same dead holder, one wins. */
function removeExactly(path: string, text: string): void {
  const aside = `${path}.${randomUUID()}`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT')) return;
    throw error;
  }
  // What was moved is the new holder's when the other process was faster: it gets its file back.
  const moved = readText(aside);
  if (moved !== undefined && moved !== text) linkWithText(path, moved);
  rmSync(aside, { force: true });
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

/** A file that is no lock text was left by a machine that lost power: nobody holds it. */
function parseHolder(text: string): Holder | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isObject(value)) return undefined;
  const { pid, start, host } = value;
  if (typeof pid !== 'number' || typeof start !== 'string' || typeof host !== 'string') return undefined;
  return { pid, start, host };
}
