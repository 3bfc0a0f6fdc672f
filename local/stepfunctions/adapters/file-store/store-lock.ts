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

/** An acquisition of the lock. */
interface Claim {
  /** Unique to this acquisition. */
  readonly id: string;
  /** Absent if the file is malformed: such a claim does not hold the lock. */
  readonly holder?: Holder;
}

const TOKEN = /^[\w-]+$/;

const ROOT = 'lock';
const SUCCESSOR = 'lock.after-';
/** Prefix of a claim that is not linked to its place yet. Linking makes a claim appear with its whole text. */
const UNPLACED = 'lock.claim-';

/**
 * The lock of a store. The lock of a dead process is taken over, even if its process id is in use again.
 *
 * The claims form a chain: `lock` is the first, `lock.after-ID` succeeds claim ID, and the last claim holds the lock.
 *
 * - Two processes cannot succeed the same dead claim: `link` creates the successor, and fails if the name exists.
 * - A delayed process cannot win with an outdated view: it rereads the chain, and wins only if its claim is the last.
 * - Only the holder makes its claim the first one, and then removes the others, which are no longer in the chain.
 * - Ids are unique, so claims cannot be confused.
 */
export class StoreLock {
  readonly #folder: string;
  readonly #id = randomUUID();
  /** Releases the lock if the process exits without closing the store. */
  readonly #releaseAtExit = (): void => this.release();

  /** Acquires the lock of `folder`. @throws StoreLocked */
  constructor(folder: string) {
    this.#folder = folder;
    const self: Holder = { pid: process.pid, start: startOf(process.pid), host: hostname() };
    const text = JSON.stringify({ ...self, token: this.#id });
    const own = join(folder, `${UNPLACED}${this.#id}`);
    writeFileSync(own, text, { flag: 'wx', mode: 0o600, flush: true });
    try {
      while (!this.#claim(own)) {
        // Another process was faster: check again who holds the lock.
      }
      this.#becomeFirst(text);
    } finally {
      rmSync(own, { force: true });
    }
    process.on('exit', this.#releaseAtExit);
  }

  /** Releases the lock. The folder may have been removed. */
  release(): void {
    process.off('exit', this.#releaseAtExit);
    if (readClaim(this.#folder, ROOT)?.id === this.#id) rmSync(join(this.#folder, ROOT), { force: true });
  }

  /** Appends the claim to the chain. Returns false if the caller has to retry. */
  #claim(own: string): boolean {
    const last = lastClaim(this.#folder);
    if (last?.holder !== undefined && isHeld(last.holder)) {
      throw new StoreLocked(this.#folder, join(this.#folder, ROOT), last.holder.pid, last.holder.host);
    }
    const name = last === undefined ? ROOT : `${SUCCESSOR}${last.id}`;
    if (!link(own, join(this.#folder, name))) return false;
    if (lastClaim(this.#folder)?.id === this.#id) return true;
    // The claim to succeed has been removed meanwhile.
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

/** Returns the id of the process that has the store in `folder` open; undefined if no process has. */
export function holderOf(folder: string): number | undefined {
  const holder = lastClaim(folder)?.holder;
  return holder !== undefined && isHeld(holder) ? holder.pid : undefined;
}

/** Returns true for an unplaced claim of a dead process. A claim without text may still be in creation. */
function isAbandoned(folder: string, name: string): boolean {
  if (!name.startsWith(UNPLACED)) return false;
  const holder = readClaim(folder, name)?.holder;
  return holder !== undefined && !isHeld(holder);
}

/**
 * Returns the last claim of the chain, if any.
 *
 * Copied or damaged files can repeat a token, which would make the chain a circle. The second claim with the same token
 * counts as one without a token.
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

/** @param taken The ids of other claims. */
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

/** Parses a claim. A malformed file, as a power cut may leave one, has no holder. */
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

/** Returns the start of a process, or an empty text if the system does not report it. */
function startOf(pid: number): string {
  const state = processState(pid);
  return state.kind === 'ALIVE' ? state.start : '';
}

function isHeld(holder: Holder): boolean {
  if (holder.host !== hostname()) return true; // Processes of other hosts cannot be checked.
  const state = processState(holder.pid);
  if (state.kind === 'ALIVE') return holder.start === '' || holder.start === state.start;
  return state.kind === 'UNKNOWN';
}

/** Creates a hard link. Returns false if the name exists. */
function link(path: string, name: string): boolean {
  try {
    linkSync(path, name);
    return true;
  } catch (error) {
    if (hasErrorCode(error, 'EEXIST')) return false;
    throw error;
  }
}
