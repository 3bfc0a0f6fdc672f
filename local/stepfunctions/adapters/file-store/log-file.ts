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
/** How many bytes of lines are held back before they are written; `drain` writes them earlier. */
const BUFFER_BYTES = 256 * 1024;
/** From this length on the file becomes a part, which is compressed. */
const PART_BYTES = 4 * 1024 * 1024;
const NEWLINE = 0x0a;

/** Receives what an operator should know, one sentence at a time. */
export type Warn = (message: string) => void;

/**
 * A file of lines that only grows. Lines get their offsets when they are appended and can be read at once; they
 * reach the operating system with `drain`, the disk with `sync`. Reading and writing are synchronous: they touch
 * the page cache of this machine, and nothing can come between a write and a later read.
 */
export class LogFile {
  readonly path: string;
  readonly #pool: DescriptorPool;
  #descriptor: number | undefined;
  #bytesWritten: number;
  #buffer: Buffer[] = [];
  #bufferedBytes = 0;
  #unsynced = false;
  /** Whether the folder may not yet know the file after a power failure. */
  #isNameUnsynced: boolean;
  #isSyncing = false;
  /** Resolves when the disk has taken what it is being told. */
  #syncing: Promise<void> | undefined;
  /** The same for what was written since. */
  #nextSync: Promise<void> | undefined;
  #toClose: number[] = [];
  #failure: StoreWriteFailed | undefined;
  #damages = 0;
  readonly #parts: LogParts | undefined;
  /** The offset of the first line in the file; those before it are in parts. */
  #start: number;
  /** Parts that may not be on the disk yet. */
  #unsyncedParts: string[] = [];

  /** @param parts what the log has in other files; default: nothing, and it stays in one. */
  constructor(path: string, pool: DescriptorPool, parts?: LogParts) {
    this.path = path;
    this.#pool = pool;
    this.#parts = parts;
    this.#start = parts?.end ?? 0;
    const known = statSync(path, { throwIfNoEntry: false });
    this.#isNameUnsynced = known === undefined;
    this.#bytesWritten = this.#start + (known?.size ?? 0);
  }

  /** Bytes of all lines, written or held back. */
  get size(): number {
    return this.#bytesWritten + this.#bufferedBytes;
  }

  /** Whether `sync` has something to do. */
  get isDirty(): boolean {
    return this.#unsynced || this.#bufferedBytes > 0 || this.#unsyncedParts.length > 0;
  }

  /** Whether what was written may be lost, so that the file takes nothing more. */
  get hasFailed(): boolean {
    return this.#failure !== undefined;
  }

  /** Adds a line and gives its offset. */
  append(line: Buffer): number {
    if (this.#failure !== undefined) throw this.#failure;
    const offset = this.size;
    this.#buffer.push(line);
    this.#bufferedBytes += line.length;
    if (this.#bufferedBytes >= BUFFER_BYTES) this.drain();
    return offset;
  }

  /**
   * Hands the lines held back to the operating system: from then on they survive the end of this process.
   *
   * @throws StoreWriteFailed when it does not take them; they are kept, and the next call tries again
   */
  drain(): void {
    if (this.#failure !== undefined) throw this.#failure;
    if (this.#bufferedBytes === 0) return;
    const bytes = Buffer.concat(this.#buffer, this.#bufferedBytes);
    try {
      const descriptor = this.#open();
      for (let done = 0; done < bytes.length;) {
        const at = this.#bytesWritten - this.#start + done;
        done += writeSync(descriptor, bytes, done, bytes.length - done, at);
      }
    } catch (error) {
      this.#buffer = [bytes];
      // What can be written to later need not be what is open now: the folder may have been moved away and back.
      this.closeDescriptor();
      throw new StoreWriteFailed(this.path, error);
    }
    this.#bytesWritten += bytes.length;
    this.#buffer = [];
    this.#bufferedBytes = 0;
    this.#unsynced = true;
    if (this.#bytesWritten - this.#start >= PART_BYTES) this.seal();
  }

  /** Makes a part of what is in the file, if the log may have parts: the next line begins a new file. */
  seal(): void {
    this.drain();
    if (this.#parts === undefined || this.#bytesWritten === this.#start) return;
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

  /** Bytes of the log that are in no part yet. */
  get tailBytes(): number {
    return this.size - this.#start;
  }

  /** Resolves when every line appended before the call is on the disk. Calls at once share what the disk is told. */
  sync(): Promise<void> {
    this.drain();
    const underWay = this.#syncing ?? Promise.resolve();
    if (!this.isDirty) return underWay;
    // What is under way may have begun before the last line was written.
    this.#nextSync ??= underWay
      .catch(() => undefined) // Told to those who wait for it; the next write is told as well.
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

  /** Closes the file until it is used again. */
  closeDescriptor(): void {
    this.#pool.forget(this);
    if (this.#descriptor !== undefined) this.#toClose.push(this.#descriptor);
    this.#descriptor = undefined;
    // A descriptor that is being synced must not be closed: its number could be given to another file meanwhile.
    if (!this.#isSyncing) this.#closeReleased();
  }

  /** The whole line at `offset`. */
  readLine(offset: number, length: number): Buffer {
    const line = this.#read(offset, length);
    if (line.length !== length || !isWhole(line)) throw new StoreCorrupted(this.path, offset);
    return line;
  }

  /**
   * Calls `visit` with each line between two offsets, newline included. The visitor may return an offset to go on
   * at, or -1 to end. Lines are not checked: one may be damaged, or two with a damaged newline between them.
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

  /** Calls `visit` with each whole line between two offsets, and `skip` with what between them is not one. */
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
   * Calls `visit` with each whole line from `from` on. A damaged line is passed over, with a warning. What follows the
   * last whole line, which a process that was killed leaves half written, is moved to a file of its own beside this one.
   */
  recover(from: number, warn: Warn, visit: (line: Buffer, offset: number) => void): void {
    const end = this.visitWholeLines(from, this.size, visit, (start, next) => {
      this.#damages += 1;
      warn(`${this.path} is damaged at byte ${start}: ${next - start} bytes are passed over.`);
    });
    if (end < this.size) this.#cut(end, warn);
  }

  /** How many places `recover` has passed over. */
  get damages(): number {
    return this.#damages;
  }

  /** Parts were whole when they were made: only the file can end in half a line. */
  #cut(lastEnd: number, warn: Warn): void {
    const end = Math.max(lastEnd, this.#start);
    if (end === this.size) return;
    const torn = this.#read(end, this.size - end);
    const aside = `${this.path}.torn-${end}`;
    writeFileSync(aside, torn, { mode: 0o600 });
    ftruncateSync(this.#open(), end - this.#start);
    this.#bytesWritten = end;
    warn(
      `${this.path} ended in a torn line: ${torn.length} bytes from byte ${end} on were moved to ${aside}.`,
    );
  }

  #closeReleased(): void {
    for (const descriptor of this.#toClose.splice(0)) closeSync(descriptor);
  }

  /** What cannot be written can be read all the same. */
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

  /** A file that was removed is not created again: its content is lost, and later lines would be useless without it. */
  #open(): number {
    const isNew = this.#bytesWritten === this.#start;
    this.#descriptor ??= openSync(this.path, constants.O_RDWR | (isNew ? constants.O_CREAT : 0), 0o600);
    this.#pool.use(this);
    return this.#descriptor;
  }
}

/** An open file that was removed accepts writes, but they are lost when it is closed. */
async function syncFile(path: string, descriptor: number): Promise<void> {
  await syncData(descriptor);
  if (fstatSync(descriptor).nlink === 0) {
    throw Object.assign(new Error(`${path} was removed`), { code: 'ENOENT' });
  }
}

/** One that has been compressed meanwhile is on the disk. */
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
