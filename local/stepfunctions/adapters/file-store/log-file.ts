import {
  closeSync,
  constants,
  fdatasync,
  fstatSync,
  ftruncateSync,
  openSync,
  readSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import type { DescriptorPool } from './descriptor-pool.ts';
import { syncFolder } from '../durable-file.ts';
import { hasErrorCode, isSystemError } from '../error-facts.ts';
import type { LogParts } from './log-parts.ts';
import { isWhole, wholeParts } from './log-line.ts';
import { StoreCorrupted, StoreReadFailed, StoreWriteFailed } from './store-errors.ts';

const syncData = promisify(fdatasync);

const CHUNK_BYTES = 256 * 1024;
/** The size of the write buffer. */
const BUFFER_BYTES = 256 * 1024;
/** The size at which the file becomes a part, which is compressed. */
const PART_BYTES = 4 * 1024 * 1024;
const NEWLINE = 0x0a;

/** Receives warnings. */
export type Warn = (message: string) => void;

/**
 * An append-only file of lines. Appended lines can be read at once. `drain` writes them to the operating system, `sync`
 * to disk. Reads and writes are synchronous: they only touch the page cache, and cannot interleave.
 */
export class LogFile {
  readonly path: string;
  readonly #pool: DescriptorPool;
  #descriptor: number | undefined;
  #bytesWritten: number;
  #buffer: Buffer[] = [];
  #bufferedBytes = 0;
  #unsynced = false;
  /** True if the name of the file may not be on disk yet. */
  #isNameUnsynced: boolean;
  #isSyncing = false;
  /** The sync in progress. */
  #syncing: Promise<void> | undefined;
  /** The next sync, for lines written since. */
  #nextSync: Promise<void> | undefined;
  #toClose: number[] = [];
  #failure: StoreWriteFailed | undefined;
  #damages = 0;
  readonly #parts: LogParts | undefined;
  /** The offset of the first line in the file. Earlier lines are in parts. */
  #start: number;
  /** Parts that may not be on disk yet. */
  #unsyncedParts: string[] = [];

  /** @param parts The other files of the log. Default: the log stays in one file. */
  constructor(path: string, pool: DescriptorPool, parts?: LogParts) {
    this.path = path;
    this.#pool = pool;
    this.#parts = parts;
    this.#start = parts?.end ?? 0;
    const known = statSync(path, { throwIfNoEntry: false });
    this.#isNameUnsynced = known === undefined;
    this.#bytesWritten = this.#start + (known?.size ?? 0);
  }

  /** Bytes of all lines, including buffered ones. */
  get size(): number {
    return this.#bytesWritten + this.#bufferedBytes;
  }

  /** True if lines stay in the buffer: they can be read, and no file is changed. */
  get isReadOnly(): boolean {
    return this.#pool.isReadOnly;
  }

  /** True if `sync` has anything to do. */
  get isDirty(): boolean {
    return this.#unsynced || this.#bufferedBytes > 0 || this.#unsyncedParts.length > 0;
  }

  /** True if a sync has failed: written data may be lost, so the file accepts no more lines. */
  get hasFailed(): boolean {
    return this.#failure !== undefined;
  }

  /** Appends a line and returns its offset. */
  append(line: Buffer): number {
    if (this.#failure !== undefined) throw this.#failure;
    const offset = this.size;
    this.#buffer.push(line);
    this.#bufferedBytes += line.length;
    if (this.#bufferedBytes >= BUFFER_BYTES) this.drain();
    return offset;
  }

  /**
   * Writes buffered lines to the operating system, where they survive the end of this process.
   *
   * @throws StoreWriteFailed; the lines stay buffered, and the next call retries
   */
  drain(): void {
    if (this.#failure !== undefined) throw this.#failure;
    if (this.#bufferedBytes === 0 || this.isReadOnly) return;
    const bytes = Buffer.concat(this.#buffer, this.#bufferedBytes);
    try {
      const descriptor = this.#open();
      for (let done = 0; done < bytes.length;) {
        const at = this.#bytesWritten - this.#start + done;
        done += writeSync(descriptor, bytes, done, bytes.length - done, at);
      }
    } catch (error) {
      this.#buffer = [bytes];
      // Reopen for the retry: the folder may have been moved away and back.
      this.closeDescriptor();
      throw new StoreWriteFailed(this.path, error);
    }
    this.#bytesWritten += bytes.length;
    this.#buffer = [];
    this.#bufferedBytes = 0;
    this.#unsynced = true;
    if (this.#bytesWritten - this.#start >= PART_BYTES) this.seal();
  }

  /** Turns the file into a part, if the log may have parts. The next line starts a new file. */
  seal(): void {
    this.drain();
    if (this.#parts === undefined || this.#bytesWritten === this.#start || this.isReadOnly) return;
    this.closeDescriptor();
    let path: string;
    try {
      path = this.#parts.seal(this.#bytesWritten);
    } catch (error) {
      throw new StoreWriteFailed(this.path, error);
    }
    this.#start = this.#bytesWritten;
    if (this.#unsynced) this.#unsyncedParts.push(path);
    this.#unsynced = false;
    this.#isNameUnsynced = true;
  }

  /** Bytes of the log that are not in a part yet. */
  get tailBytes(): number {
    return this.size - this.#start;
  }

  /** Resolves when all lines appended before the call are on disk. Concurrent calls share one sync. */
  sync(): Promise<void> {
    this.drain();
    const underWay = this.#syncing ?? Promise.resolve();
    if (!this.isDirty) return underWay;
    // The sync in progress may have begun before the last line was written.
    this.#nextSync ??= underWay
      .catch(() => undefined) // Its own callers and the next write get the error.
      .then(() => {
        this.#nextSync = undefined;
        this.#syncing = this.#syncNow().finally(() => {
          this.#syncing = undefined;
        });
        return this.#syncing;
      });
    return this.#nextSync;
  }

  async #syncNow(): Promise<void> {
    this.drain();
    const isFileUnsynced = this.#unsynced;
    this.#unsynced = false;
    this.#isSyncing = true;
    try {
      for (const part of this.#unsyncedParts.splice(0)) await syncPart(part);
      if (isFileUnsynced) await syncFile(this.path, this.#open());
      if (this.#isNameUnsynced) await syncFolder(dirname(this.path));
      this.#isNameUnsynced = false;
    } catch (error) {
      this.#failure = new StoreWriteFailed(this.path, error);
      throw this.#failure;
    } finally {
      this.#isSyncing = false;
      this.#closeReleased();
    }
  }

  /** Closes the file until its next use. */
  closeDescriptor(): void {
    this.#pool.forget(this);
    if (this.#descriptor !== undefined) this.#toClose.push(this.#descriptor);
    this.#descriptor = undefined;
    // Do not close a descriptor during a sync: another file could get its number.
    if (!this.#isSyncing) this.#closeReleased();
  }

  /** Returns the line at `offset`. @throws StoreCorrupted if it is damaged */
  readLine(offset: number, length: number): Buffer {
    const line = this.#read(offset, length);
    if (line.length !== length || !isWhole(line)) throw new StoreCorrupted(this.path, offset);
    return line;
  }

  /**
   * Calls `visit` with each line between two offsets, including its newline. The visitor may return the offset to
   * continue at, or -1 to stop. Lines are not verified: a line may be damaged, or be two lines with a damaged newline
   * between them.
   */
  visitLines(from: number, to: number, visit: (line: Buffer, offset: number) => number | undefined): void {
    let offset = from;
    let length = CHUNK_BYTES;
    while (offset >= 0 && offset < to) {
      const chunk = this.#read(offset, Math.min(length, to - offset));
      let start = 0;
      let jump: number | undefined;
      for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
        jump = visit(chunk.subarray(start, end + 1), offset + start);
        start = end + 1;
        if (jump !== undefined) break;
      }
      if (jump !== undefined) {
        offset = jump;
      } else if (start > 0) {
        offset += start;
        length = CHUNK_BYTES;
      } else if (offset + chunk.length >= to) {
        return;
      } else {
        length *= 2;
      }
    }
  }

  /** Calls `visit` with each intact line between two offsets, and `skip` with each damaged range. */
  visitWholeLines(
    from: number,
    to: number,
    visit: (line: Buffer, offset: number) => void,
    skip: (from: number, to: number) => void = () => undefined,
  ): number {
    let end = from;
    this.visitLines(from, to, (bytes, offset) => {
      for (const { start, line } of wholeParts(bytes)) {
        if (offset + start > end) skip(end, offset + start);
        visit(line, offset + start);
        end = offset + start + line.length;
      }
      return undefined;
    });
    return end;
  }

  /**
   * Calls `visit` with each intact line from `from` on. Skips damaged lines with a warning. Moves an incomplete last
   * line, which a killed process leaves, to a separate file.
   */
  recover(from: number, warn: Warn, visit: (line: Buffer, offset: number) => void): void {
    const end = this.visitWholeLines(from, this.size, visit, (start, next) => {
      this.#damages += 1;
      warn(`${this.path} is damaged at byte ${start}: ${next - start} bytes are skipped.`);
    });
    if (end < this.size) this.#cut(end, warn);
  }

  /** The number of damaged ranges that `recover` has skipped. */
  get damages(): number {
    return this.#damages;
  }

  /** Moves an incomplete last line away. Only the file can have one: parts are complete. */
  #cut(lastEnd: number, warn: Warn): void {
    const end = Math.max(lastEnd, this.#start);
    if (end === this.size) return;
    if (this.isReadOnly) {
      // Another process may be writing the line.
      this.#bytesWritten = end;
      return;
    }
    const torn = this.#read(end, this.size - end);
    const aside = `${this.path}.torn-${end}`;
    writeFileSync(aside, torn, { mode: 0o600 });
    ftruncateSync(this.#open(), end - this.#start);
    this.#bytesWritten = end;
    warn(
      `${this.path} ended with a torn line: ${torn.length} bytes from byte ${end} were moved to ${aside}.`,
    );
  }

  #closeReleased(): void {
    for (const descriptor of this.#toClose.splice(0)) closeSync(descriptor);
  }

  /** Reads from the files and the buffer, even if the buffer cannot be written. */
  #read(offset: number, length: number): Buffer {
    this.#tryDrain();
    const onDisk = Math.max(0, Math.min(length, this.#bytesWritten - offset));
    if (onDisk === length || this.#bufferedBytes === 0) return this.#readFiles(offset, onDisk);
    const held = Buffer.concat(this.#buffer, this.#bufferedBytes);
    const from = Math.max(0, offset - this.#bytesWritten);
    return Buffer.concat([this.#readFiles(offset, onDisk), held.subarray(from, from + length - onDisk)]);
  }

  #tryDrain(): void {
    try {
      this.drain();
    } catch (error) {
      if (!(error instanceof StoreWriteFailed)) throw error;
    }
  }

  /** @throws StoreReadFailed */
  #readFiles(offset: number, wanted: number): Buffer {
    try {
      return this.#readBytes(offset, wanted);
    } catch (error) {
      throw isSystemError(error) ? new StoreReadFailed(this.path, error) : error;
    }
  }

  #readBytes(offset: number, wanted: number): Buffer {
    const bytes = Buffer.allocUnsafe(wanted);
    let done = Math.max(0, Math.min(wanted, this.#start - offset));
    if (done > 0) this.#parts?.read(offset, bytes.subarray(0, done));
    while (done < wanted) {
      const count = readSync(this.#open(), bytes, done, wanted - done, offset - this.#start + done);
      if (count === 0) break;
      done += count;
    }
    return bytes.subarray(0, done);
  }

  /** Does not recreate a removed file: new lines would be useless without its lost content. */
  #open(): number {
    const isNew = this.#bytesWritten === this.#start;
    const flags = this.isReadOnly ? constants.O_RDONLY : constants.O_RDWR | (isNew ? constants.O_CREAT : 0);
    this.#descriptor ??= openSync(this.path, flags, 0o600);
    this.#pool.use(this);
    return this.#descriptor;
  }
}

/** Syncs a file. Fails if it was removed: an open file still accepts writes, which are lost when it is closed. */
async function syncFile(path: string, descriptor: number): Promise<void> {
  await syncData(descriptor);
  if (fstatSync(descriptor).nlink === 0) {
    throw Object.assign(new Error(`${path} was removed`), { code: 'ENOENT' });
  }
}

/** Syncs a part. A missing part has been compressed, and is on disk. */
async function syncPart(path: string): Promise<void> {
  let file;
  try {
    file = await open(path, 'r+');
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT')) return;
    throw error;
  }
  try {
    await file.datasync();
  } finally {
    await file.close();
  }
}
