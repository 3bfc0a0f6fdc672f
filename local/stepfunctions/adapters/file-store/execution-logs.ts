import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { DescriptorPool } from './descriptor-pool.ts';
import type { Catalogue } from './catalogue.ts';
import { Compressor } from './compressor.ts';
import { ExecutionLog } from './execution-log.ts';
import { BlockCache, LogParts } from './log-parts.ts';
import type { Warn } from './log-file.ts';
import { hasErrorCode } from '../error-facts.ts';

/** The maximum number of logs, and of executions in them, whose index is in memory. One log is always kept. */
const MAX_LOGS = 1024;
const MAX_EXECUTIONS = 200_000;
/** The number of blocks of compressed parts in memory, 64 KiB each. */
const CACHED_BLOCKS = 64;

/** The logs in one folder, by number. Keeps the most recently used logs in memory, and reopens others on demand. */
export class ExecutionLogs {
  readonly #folder: string;
  readonly #pool: DescriptorPool;
  readonly #warn: Warn;
  readonly #catalogue: Catalogue;
  readonly #loaded = new Map<number, ExecutionLog>();
  readonly #dirty = new Set<ExecutionLog>();
  readonly #parts = new Map<number, LogParts>();
  readonly #cache = new BlockCache(CACHED_BLOCKS);
  readonly #compressor: Compressor;
  #latest: { readonly number: number; readonly log: ExecutionLog } | undefined;

  constructor(
    folder: string,
    {
      pool,
      warn,
      catalogue,
    }: { readonly pool: DescriptorPool; readonly warn: Warn; readonly catalogue: Catalogue },
  ) {
    this.#folder = folder;
    this.#catalogue = catalogue;
    this.#pool = pool;
    this.#warn = warn;
    this.#compressor = new Compressor(warn);
    for (const [number, names] of filesByLog(folder)) {
      this.#parts.set(number, new LogParts(this.#pathOf(number), names, this.#cache));
    }
  }

  /** Returns the numbers of all logs in the folder, ascending. */
  numbers(): readonly number[] {
    const numbers = [...this.#parts.keys()];
    return numbers.sort((left, right) => left - right);
  }

  /** Returns the size of a log in bytes without opening it, or 0 if it is missing. */
  sizeOf(number: number): number {
    const tail = statSync(this.#pathOf(number), { throwIfNoEntry: false })?.size ?? 0;
    return this.#partsOf(number).end + tail;
  }

  /** Schedules the compression of all logs. */
  compress(): void {
    for (const parts of this.#parts.values()) {
      parts.removeOriginals();
      this.#compressor.note(parts);
    }
  }

  /** Returns the log if its index is in memory. */
  loaded(number: number): ExecutionLog | undefined {
    return this.#loaded.get(number);
  }

  /** Returns the log, which is created if missing. */
  log(number: number): ExecutionLog {
    if (this.#latest?.number === number) return this.#latest.log;
    const log = this.#loaded.get(number) ?? this.#load(number);
    this.#latest = { number, log };
    this.#loaded.delete(number);
    this.#loaded.set(number, log);
    this.#shrink();
    return log;
  }

  #load(number: number): ExecutionLog {
    const log = new ExecutionLog(this.#pathOf(number), this.#partsOf(number), {
      pool: this.#pool,
      warn: this.#warn,
    });
    const summary = this.#catalogue.summary(number);
    if (summary !== undefined) log.adoptTop(summary);
    return log;
  }

  #partsOf(number: number): LogParts {
    const known = this.#parts.get(number);
    if (known !== undefined) return known;
    const parts = new LogParts(this.#pathOf(number), [], this.#cache);
    this.#parts.set(number, parts);
    return parts;
  }

  /** Writes all buffered lines to the operating system. */
  drain(): void {
    for (const log of this.#dirty) {
      log.drain();
      this.#compressor.note(log.parts);
    }
  }

  /** Removes a log. All its executions must have ended. */
  remove(number: number): void {
    this.#loaded.get(number)?.close();
    this.#loaded.delete(number);
    if (this.#latest?.number === number) this.#latest = undefined;
    this.#partsOf(number).remove();
    this.#parts.delete(number);
  }

  /** Resolves when all scheduled parts are compressed. */
  whenCompressed(): Promise<void> {
    return this.#compressor.idle();
  }

  /** Marks a log for the next drain. */
  markDirty(log: ExecutionLog): void {
    this.#dirty.add(log);
  }

  get dirty(): ReadonlySet<ExecutionLog> {
    return this.#dirty;
  }

  markClean(log: ExecutionLog): void {
    this.#dirty.delete(log);
  }

  async close(): Promise<void> {
    await this.#compressor.close();
    for (const log of this.#loaded.values()) log.close();
    this.#loaded.clear();
    this.#latest = undefined;
  }

  #pathOf(number: number): string {
    return join(this.#folder, `${String(number).padStart(9, '0')}.log`);
  }

  #shrink(): void {
    let executions = 0;
    for (const log of this.#loaded.values()) executions += log.executions.length;
    for (const [number, log] of this.#loaded) {
      const fits = this.#loaded.size <= MAX_LOGS && executions <= MAX_EXECUTIONS;
      if (fits) break;
      if (this.#dirty.has(log) || log === this.#latest?.log) continue;
      executions -= log.executions.length;
      log.close();
      this.#loaded.delete(number);
    }
  }
}

/** Returns the file names of each log, which begin with its number; none for a folder that does not exist. */
function filesByLog(folder: string): ReadonlyMap<number, string[]> {
  const names = new Map<number, string[]>();
  for (const name of namesIn(folder)) {
    const [, number] = /^(\d+)\.(?:log|\d+-\d+\.(?:part|gz))$/.exec(name) ?? [];
    if (number === undefined) continue;
    const known = names.get(Number(number));
    if (known === undefined) names.set(Number(number), [name]);
    else known.push(name);
  }
  return names;
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT')) return [];
    throw error;
  }
}
