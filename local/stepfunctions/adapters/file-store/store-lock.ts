import { createHash, randomUUID } from 'node:crypto';
import { linkSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { isObject } from '../../interpreter/json.ts';
import { replaceFileSync } from '../durable-file.ts';
import { hasErrorCode } from '../error-facts.ts';
import { processState } from './process-identity.ts';
import { StoreLocked } from './store-errors.ts';

interface Holder {
  readonly pid: number;
  readonly start: string;
  readonly host: string;
}

/** One taking of the lock. */
interface Claim {
  /** Unique to this taking, for ever. */
  readonly id: string;
  /** Absent when the file says nothing that could be understood: then nobody holds it. */
  readonly holder?: Holder;
}

const TOKEN = /^[\w-]+$/;

const ROOT = 'lock';
const SUCCESSOR = 'lock.after-';
/** Made before it is linked to its place, so that a claim appears with all of its text. */
const UNPLACED = 'lock.claim-';

/**
 * The right to write a store. A holder that has died, also one whose process number was given away again, is
 * succeeded without asking.
 *
 * The file `lock` is the first claim of a chain, and `lock.after-ID` is the claim that succeeded claim ID; the last
 * one holds the store. Two processes cannot both succeed the same dead claim, since the name of its successor is
 * made with `link`, which fails where the name is taken. Nor can one that was held up win with what it saw long ago:
 * it looks again, and counts only if the chain as it is now leads to it. The holder alone makes itself the first
 * claim, and only then removes the others, which nothing leads to any more. No two claims have the same id, so
 * none can be taken for another.
 */
export class StoreLock {
  readonly #folder: string;
  readonly #id = randomUUID();
  /** For a process that ends without closing its store. */
  readonly #releaseAtExit = (): void => this.release();

  /** Takes the lock of `folder`, or throws StoreLocked. */
  constructor(folder: string) {
    this.#folder = folder;
    const self: Holder = { pid: process.pid, start: startOf(process.pid), host: hostname() };
    const text = JSON.stringify({ ...self, token: this.#id });
    const own = join(folder, `${UNPLACED}${this.#id}`);
    writeFileSync(own, text, { flag: 'wx', mode: 0o600, flush: true });
    try {
      while (!this.#claim(own)) {
        // Somebody else was faster: who holds the store now decides.
      }
      this.#becomeFirst(text);
    } finally {
      rmSync(own, { force: true });
    }
    process.on('exit', this.#releaseAtExit);
  }

  /** Gives the lock back. The folder may be gone. */
  release(): void {
    process.off('exit', this.#releaseAtExit);
    if (readClaim(this.#folder, ROOT)?.id === this.#id) rmSync(join(this.#folder, ROOT), { force: true });
  }

  /** Puts the claim at the end of the chain, if that is free; false when it has to be tried again. */
  #claim(own: string): boolean {
    const last = lastClaim(this.#folder);
    if (last?.holder !== undefined && isHeld(last.holder)) {
      throw new StoreLocked(this.#folder, join(this.#folder, ROOT), last.holder.pid, last.holder.host);
    }
    const name = last === undefined ? ROOT : `${SUCCESSOR}${last.id}`;
    if (!link(own, join(this.#folder, name))) return false;
    if (lastClaim(this.#folder)?.id === this.#id) return true;
    // What it was to succeed has been removed meanwhile.
    rmSync(join(this.#folder, name), { force: true });
    return false;
  }

  #becomeFirst(text: string): void {
    replaceFileSync(join(this.#folder, ROOT), text);
    for (const name of readdirSync(this.#folder)) {
      if (name.startsWith(SUCCESSOR) || isAbandoned(this.#folder, name)) {
        rmSync(join(this.#folder, name), { force: true });
      }
    }
  }
}

/** Whether a process that is gone has left the claim unplaced. One without its text may be being written. */
function isAbandoned(folder: string, name: string): boolean {
  if (!name.startsWith(UNPLACED)) return false;
  const holder = readClaim(folder, name)?.holder;
  return holder !== undefined && !isHeld(holder);
}

/**
 * The claim that holds the store, or held it last; undefined when there is none.
 *
 * Copied or damaged files can repeat a token in a chain, which would make the chain a circle. The second claim with the
 * same token counts as one without a token.
 */
function lastClaim(folder: string): Claim | undefined {
  const ids = new Set<string>();
  let last: Claim | undefined;
  let next = readClaim(folder, ROOT);
  while (next !== undefined) {
    last = next;
    ids.add(last.id);
    next = readClaim(folder, `${SUCCESSOR}${last.id}`, ids);
  }
  return last;
}

/** @param taken - ids of other claims */
function readClaim(folder: string, name: string, taken: ReadonlySet<string> = new Set()): Claim | undefined {
  let text: string;
  try {
    text = readFileSync(join(folder, name), 'utf8');
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT')) return undefined;
    throw error;
  }
  const idWithoutToken = createHash('sha256').update(`${name} ${text}`).digest('hex');
  const claim = parseClaim(text, idWithoutToken);
  return taken.has(claim.id) ? { ...claim, id: idWithoutToken } : claim;
}

/** Without a holder for a file that is not a claim, as a machine that lost power may leave one. */
function parseClaim(text: string, idWithoutToken: string): Claim {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { id: idWithoutToken };
  }
  if (!isObject(value)) return { id: idWithoutToken };
  const { pid, start, host, token } = value;
  const id = typeof token === 'string' && TOKEN.test(token) ? token : idWithoutToken;
  if (typeof pid !== 'number' || typeof start !== 'string' || typeof host !== 'string') return { id };
  return { id, holder: { pid, start, host } };
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

/** Gives a file a second name; false when that is taken. */
function link(path: string, name: string): boolean {
  try {
    linkSync(path, name);
    return true;
  } catch (error) {
    if (hasErrorCode(error, 'EEXIST')) return false;
    throw error;
  }
}
