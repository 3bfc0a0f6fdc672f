import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { constants, crc32, deflateRaw, inflateRawSync } from 'node:zlib';
import { replaceFile } from '../durable-file.ts';

const deflate = promisify(deflateRaw);

/** A damaged byte costs at most one block. Larger blocks would not compress better. */
const BLOCK_BYTES = 64 * 1024;
const NEWLINE = 0x0a;

/**
 * The header of each block. A block is a gzip member, so that `zcat` can read the file: magic number, deflate, extra
 * field, no time, unknown system; then the field `TG` of twelve bytes with the size of the member, the length of its
 * text, and the offset of its text in the part.
 */
const SIGNATURE = Buffer.from('1f8b08040000000000ff100054470c00', 'hex');
const HEADER_BYTES = SIGNATURE.length + 12;
const TRAILER_BYTES = 8;

/** One block of a compressed part. */
interface Block {
  /** Offset of the text in the part, and its length. */
  readonly start: number;
  readonly length: number;
  /** Offset of the member in the file, and its size. */
  readonly offset: number;
  readonly size: number;
}

/** Compresses a file of lines to another file, which is created atomically. */
export async function compressPart(from: string, to: string, signal: AbortSignal): Promise<void> {
  const text = await readFile(from);
  const members: Buffer[] = [];
  for (let start = 0; start < text.length;) {
    signal.throwIfAborted();
    const end = blockEnd(text, start);
    members.push(await encodeBlock(text.subarray(start, end), start));
    start = end;
  }
  signal.throwIfAborted();
  await replaceFile(to, Buffer.concat(members));
}

/** Returns the end of the last line that fits, or of the first line if none fits. */
function blockEnd(text: Buffer, start: number): number {
  if (text.length - start <= BLOCK_BYTES) return text.length;
  const last = text.lastIndexOf(NEWLINE, start + BLOCK_BYTES - 1);
  if (last >= start) return last + 1;
  const next = text.indexOf(NEWLINE, start + BLOCK_BYTES);
  return next < 0 ? text.length : next + 1;
}

async function encodeBlock(text: Buffer, start: number): Promise<Buffer> {
  const data = await deflate(text, { level: constants.Z_BEST_SPEED });
  const size = HEADER_BYTES + data.length + TRAILER_BYTES;
  const member = Buffer.alloc(size);
  SIGNATURE.copy(member);
  member.writeUInt32LE(size, SIGNATURE.length);
  member.writeUInt32LE(text.length, SIGNATURE.length + 4);
  member.writeUInt32LE(start, SIGNATURE.length + 8);
  data.copy(member, HEADER_BYTES);
  member.writeUInt32LE(crc32(text), size - TRAILER_BYTES);
  member.writeUInt32LE(text.length, size - TRAILER_BYTES + 4);
  return member;
}

/** A compressed part with random access to its blocks. */
export class CompressedPart {
  readonly #path: string;
  readonly #blocks: readonly Block[];

  constructor(path: string) {
    this.#path = path;
    this.#blocks = [...blocksIn(readFileSync(path))];
  }

  /** Returns the block at `offset`, or undefined if it is damaged. */
  blockAt(
    offset: number,
  ): { readonly start: number; readonly length: number; read(): Buffer | undefined } | undefined {
    let low = 0;
    let high = this.#blocks.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const block = this.#blocks[middle];
      if (block !== undefined && block.start + block.length <= offset) low = middle + 1;
      else high = middle;
    }
    const block = this.#blocks[low];
    if (block === undefined || block.start > offset) return undefined;
    return { start: block.start, length: block.length, read: () => this.#read(block) };
  }

  /** Returns the start of the first block after `offset`. */
  nextStart(offset: number): number | undefined {
    return this.#blocks.find(({ start }) => start > offset)?.start;
  }

  #read({ offset, size, length }: Block): Buffer | undefined {
    const member = Buffer.allocUnsafe(size);
    const descriptor = openSync(this.#path, 'r');
    try {
      if (readSync(descriptor, member, 0, size, offset) !== size) return undefined;
    } finally {
      closeSync(descriptor);
    }
    try {
      const text = inflateRawSync(member.subarray(HEADER_BYTES, size - TRAILER_BYTES), {
        maxOutputLength: length,
      });
      return text.length === length && crc32(text) === member.readUInt32LE(size - TRAILER_BYTES)
        ? text
        : undefined;
    } catch {
      return undefined; // Damaged.
    }
  }
}

/** Yields every block whose header is valid, and skips damaged bytes between blocks. */
function* blocksIn(file: Buffer): Iterable<Block> {
  let end = 0;
  for (let offset = file.indexOf(SIGNATURE); offset >= 0; offset = file.indexOf(SIGNATURE, offset)) {
    if (offset + HEADER_BYTES > file.length) return;
    const size = file.readUInt32LE(offset + SIGNATURE.length);
    const length = file.readUInt32LE(offset + SIGNATURE.length + 4);
    const start = file.readUInt32LE(offset + SIGNATURE.length + 8);
    const isWhole =
      offset + size <= file.length && start >= end && length === file.readUInt32LE(offset + size - 4);
    if (isWhole) {
      yield { start, length, offset, size };
      end = start + length;
    }
    offset += isWhole ? size : 1;
  }
}
