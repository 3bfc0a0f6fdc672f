import { crc32 } from 'node:zlib';

/**
 * The content of a line: the record of an execution (`E`), a change to it (`U`), a journal entry (`J`), a Map Run
 * (`M`), a snapshot of a state machine (`S`), or the summary of a top-level execution (`X`).
 */
export type LineKind = 'E' | 'U' | 'J' | 'M' | 'S' | 'X';

/** The part of a line before its JSON. */
export interface LineHead {
  readonly kind: string;
  /** The number of the line's execution. */
  readonly owner: number;
  /** Event id of a journal entry; 0 otherwise. */
  readonly id: number;
  /** Offset of the JSON text in the line. */
  readonly jsonStart: number;
}

const CRC_LENGTH = 8;
const HEAD_START = CRC_LENGTH + 1;
const SPACE = 0x20;
const ZERO = 0x30;

/** Encodes `<CRC-32 in hex> <kind> <owner> <id> <JSON>\n`. The checksum covers everything after it but the newline. */
export function encodeLine(kind: LineKind, owner: number, id: number, value: unknown): Buffer {
  const line = Buffer.from(`00000000 ${kind} ${owner} ${id} ${JSON.stringify(value)}\n`);
  line.write(checksum(line), 0, 'latin1');
  return line;
}

/** Returns true if the checksum of `line`, which includes its newline, matches. */
export function isWhole(line: Buffer): boolean {
  return line.length > HEAD_START && line.toString('latin1', 0, CRC_LENGTH) === checksum(line);
}

/** An intact line, and its offset in the searched bytes. */
export interface WholePart {
  readonly start: number;
  readonly line: Buffer;
}

/** The start of a line. It may also occur within JSON: only the checksum decides. */
const HEAD = /[0-9a-f]{8} [EUJMSX] \d+ \d+ /g;

/**
 * Returns the intact lines in bytes that end with a newline: usually one, none if it is damaged, several if a newline
 * between them is damaged. The checksum does not cover the newline.
 */
export function wholeParts(bytes: Buffer): readonly WholePart[] {
  if (isWhole(bytes)) return [{ start: 0, line: bytes }];
  const starts = [...bytes.toString('latin1').matchAll(HEAD)].map(({ index }) => index);
  const ends = [...starts.slice(1), bytes.length];
  const parts: WholePart[] = [];
  let from = 0;
  for (const start of starts) {
    if (start < from) continue;
    const line = ends
      .filter((end) => end > start)
      .map((end) => bytes.subarray(start, end))
      .find(isWhole);
    if (line === undefined) continue;
    parts.push({ start, line });
    from = start + line.length;
  }
  return parts;
}

/** Reads the head of an intact line. */
export function readHead(line: Buffer): LineHead {
  const kind = String.fromCharCode(line[HEAD_START] ?? 0);
  const owner = readNumber(line, HEAD_START + 2);
  const id = readNumber(line, owner.end + 1);
  return { kind, owner: owner.value, id: id.value, jsonStart: id.end + 1 };
}

/** Returns the value of an intact line. The caller knows its type from the kind. */
export function readValue(line: Buffer, jsonStart: number = readHead(line).jsonStart): unknown {
  return JSON.parse(line.toString('utf8', jsonStart, line.length - 1));
}

function checksum(line: Buffer): string {
  return crc32(line.subarray(HEAD_START, line.length - 1))
    .toString(16)
    .padStart(CRC_LENGTH, '0');
}

function readNumber(line: Buffer, start: number): { readonly value: number; readonly end: number } {
  let value = 0;
  let end = start;
  for (let byte = line[end]; byte !== undefined && byte !== SPACE; byte = line[++end]) {
    value = value * 10 + (byte - ZERO);
  }
  return { value, end };
}
