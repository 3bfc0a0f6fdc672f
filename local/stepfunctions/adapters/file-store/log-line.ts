import { crc32 } from 'node:zlib';

/**
 * What a line holds: a record of an execution (`E`), a change of it (`U`), a journal entry (`J`), a Map Run (`M`),
 * a snapshot of a state machine (`S`), or the summary of a top-level execution (`X`).
 */
export type LineKind = 'E' | 'U' | 'J' | 'M' | 'S' | 'X';

/** The part of a line that can be read without parsing its JSON. */
export interface LineHead {
  readonly kind: string;
  /** Number of the execution that the line belongs to. */
  readonly owner: number;
  /** Event id of a journal entry; 0 otherwise. */
  readonly id: number;
  /** Where the JSON text starts in the line. */
  readonly jsonStart: number;
}

const CRC_LENGTH = 8;
const HEAD_START = CRC_LENGTH + 1;
const SPACE = 0x20;
const ZERO = 0x30;

/** Makes a line `<CRC-32 in hex> <kind> <owner> <id> <JSON>\n`. The checksum covers all between it and the newline. */
export function encodeLine(kind: LineKind, owner: number, id: number, value: unknown): Buffer {
  const line = Buffer.from(`00000000 ${kind} ${owner} ${id} ${JSON.stringify(value)}\n`);
  line.write(checksum(line), 0, 'latin1');
  return line;
}

/** Whether `line`, with its newline, is as it was written. */
export function isWhole(line: Buffer): boolean {
  return line.length > HEAD_START && line.toString('latin1', 0, CRC_LENGTH) === checksum(line);
}

/** A whole line, and where it stands in what was taken for one. */
export interface WholePart {
  readonly start: number;
  readonly line: Buffer;
}

/** What the start of a line looks like. It can occur in a text as well: only the checksum tells. */
const HEAD = /[0-9a-f]{8} [EUJMSX] \d+ \d+ /g;

/**
 * The whole lines in what ends with a newline: one as a rule, none where it is damaged, several where the newline
 * between them is. (The checksum leaves the newline out: a line whose newline is damaged is whole.)
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

/** Reads the head of a whole line. */
export function readHead(line: Buffer): LineHead {
  const kind = String.fromCharCode(line[HEAD_START] ?? 0);
  const owner = readNumber(line, HEAD_START + 2);
  const id = readNumber(line, owner.end + 1);
  return { kind, owner: owner.value, id: id.value, jsonStart: id.end + 1 };
}

/** The value of a whole line. The caller knows by the kind what was written, and names its type. */
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
