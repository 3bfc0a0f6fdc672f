import { closeSync, openSync, readSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { compressPart, CompressedPart } from './compressed-part.ts';
import { hasErrorCode } from '../error-facts.ts';

/** A range of a log that no longer changes. */
interface Part {
  readonly from: number;
  /** Offset after the last byte. */
  readonly to: number;
  isCompressed: boolean;
  /** The blocks, loaded at the first read. */
  compressed?: CompressedPart;
}

const PART_NAME = /^(\d+)\.(\d+)-(\d+)\.(part|gz)$/;

/** The size of a block of a part that is not compressed. */
const BLOCK_BYTES = 64 * 1024;

/** An LRU cache of the text of blocks, by file and offset. */
export class BlockCache {
  readonly #limit: number;
  readonly #blocks = new Map<string, Buffer>();

  constructor(limit: number) {
    this.#limit = limit;
  }

  get(key: string, read: () => Buffer): Buffer {
    const block = this.#blocks.get(key) ?? read();
    this.#blocks.delete(key);
    this.#blocks.set(key, block);
    if (this.#blocks.size > this.#limit) this.#blocks.delete([...this.#blocks.keys()][0] ?? '');
    return block;
  }
}

/**
 * The parts of a log besides the active file `N.log`: `N.FROM-TO.part`, which is compressed in the background, and
 * `N.FROM-TO.gz`. FROM and TO are offsets in the log. The active file continues at the last TO.
 */
export class LogParts {
  readonly #path: string;
  readonly #cache: BlockCache;
  readonly #parts: Part[] = [];

  /**
   * @param path The path of `N.log`.
   * @param names The names of the files that begin with `N.`.
   */
  constructor(path: string, names: readonly string[], cache: BlockCache) {
    this.#path = path;
    this.#cache = cache;
    const byRange = new Map<number, Part>();
    for (const name of names) {
      const [, , from, to, kind] = PART_NAME.exec(name) ?? [];
      if (from === undefined || to === undefined) continue;
      const part: Part = { from: Number(from), to: Number(to), isCompressed: kind === 'gz' };
      // A process may have been killed between compressing a part and removing the original.
      if (part.isCompressed || !byRange.has(part.from)) byRange.set(part.from, part);
    }
    this.#parts.push(...[...byRange.values()].sort((left, right) => left.from - right.from));
  }

  /** Removes the originals of compressed parts, which a killed process may have left. */
  removeOriginals(): void {
    for (const part of this.#parts) {
      if (part.isCompressed) rmSync(this.#pathOf({ ...part, isCompressed: false }), { force: true });
    }
  }

  /** The offset at which the active file begins. */
  get end(): number {
    return this.#parts.at(-1)?.to ?? 0;
  }

  /** True if any part is not compressed. */
  get hasPlain(): boolean {
    return this.#parts.some(({ isCompressed }) => !isCompressed);
  }

  /** Turns the active file, up to offset `to`, into a part. Returns its path. */
  seal(to: number): string {
    const part: Part = { from: this.end, to, isCompressed: false };
    const path = this.#pathOf(part);
    renameSync(this.#path, path);
    this.#parts.push(part);
    return path;
  }

  async compressOne(signal: AbortSignal): Promise<void> {
    const part = this.#parts.find(({ isCompressed }) => !isCompressed);
    if (part === undefined) return;
    const plain = this.#pathOf(part);
    await compressPart(plain, this.#pathOf({ ...part, isCompressed: true }), signal);
    part.isCompressed = true;
    rmSync(plain, { force: true });
  }

  /** Removes all files of the log. */
  remove(): void {
    for (const part of this.#parts.splice(0)) rmSync(this.#pathOf(part), { force: true });
    for (const path of [this.#path, this.#path.replace(/\.log$/, '.index')]) rmSync(path, { force: true });
  }

  /** Reads into `bytes` from `offset`, which is before `end`. Lost bytes are zero. */
  read(offset: number, bytes: Buffer): void {
    bytes.fill(0);
    for (const part of this.#parts) {
      if (part.to <= offset) continue;
      if (part.from >= offset + bytes.length) return;
      const from = Math.max(offset, part.from);
      const to = Math.min(offset + bytes.length, part.to);
      const target = bytes.subarray(from - offset, to - offset);
      if (part.isCompressed) this.#readCompressed(part, from - part.from, target);
      else this.#readPlain(part, from - part.from, target);
    }
  }

  /** Reads whole blocks, because a list reads many short lines that are near each other. */
  #readPlain(part: Part, offset: number, target: Buffer): void {
    const path = this.#pathOf(part);
    let done = 0;
    while (done < target.length) {
      const at = offset + done;
      const start = at - (at % BLOCK_BYTES);
      const wanted = Math.min(BLOCK_BYTES, part.to - part.from - start);
      const block = this.#cache.get(`${path} ${start}`, () => readBlock(path, start, wanted));
      done += block.copy(target, done, at - start);
    }
  }

  #readCompressed(part: Part, offset: number, target: Buffer): void {
    const path = this.#pathOf(part);
    const compressed = (part.compressed ??= new CompressedPart(path));
    let done = 0;
    while (done < target.length) {
      const at = offset + done;
      const block = compressed.blockAt(at);
      if (block === undefined) {
        const next = compressed.nextStart(at);
        if (next === undefined) return;
        done += next - at;
        continue;
      }
      const text = this.#cache.get(
        `${path} ${block.start}`,
        () => block.read() ?? Buffer.alloc(block.length),
      );
      done += text.copy(target, done, at - block.start);
    }
  }

  #pathOf({ from, to, isCompressed }: Pick<Part, 'from' | 'to' | 'isCompressed'>): string {
    const name = `${basename(this.#path, '.log')}.${from}-${to}.${isCompressed ? 'gz' : 'part'}`;
    return join(dirname(this.#path), name);
  }
}

/** Reads a block of a file. Lost bytes are zero. */
function readBlock(path: string, offset: number, length: number): Buffer {
  const block = Buffer.alloc(length);
  let descriptor: number;
  try {
    descriptor = openSync(path, 'r');
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT')) return block;
    throw error;
  }
  try {
    for (let done = 0; done < length;) {
      const count = readSync(descriptor, block, done, length - done, offset + done);
      if (count === 0) return block;
      done += count;
    }
    return block;
  } finally {
    closeSync(descriptor);
  }
}
