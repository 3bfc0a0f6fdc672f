import { crc32 } from 'node:zlib';
import type { ExecutionStatus } from '../../interpreter/records.ts';
import { isObject } from '../../interpreter/json.ts';
import type { JournalIndex } from './journal-index.ts';

/** What is kept in memory of one execution: what listings ask for, and where the rest stands in the log. */
export interface ExecutionEntry {
  executionArn: string;
  stateMachineArn: string;
  readonly mapRunArn?: string;
  status: ExecutionStatus;
  startDate: number;
  redriven: boolean;
  /** Its record is damaged. Without an ARN nothing tells which execution it was. */
  readonly lost?: true;
  /** Offset and length of the line with the record, then of each change of it, in turn. */
  readonly lines: number[];
  readonly journal: JournalIndex;
}

/** Where the newest record of a Map Run stands. */
export interface MapRunEntry {
  readonly mapRunArn: string;
  readonly executionArn: string;
  offset: number;
  length: number;
}

/** The index of one log. It can always be made again from the log itself. */
export interface LogIndex {
  /** Bytes of the log that the index covers. */
  size: number;
  /** The top-level execution first, then its descendants in the order they were started. */
  readonly executions: ExecutionEntry[];
  readonly mapRuns: MapRunEntry[];
}

/** Version of the index files. Another one is ignored: the index is then made again. */
const VERSION = 2;
const CHECKSUM_LENGTH = 8;

export function emptyIndex(): LogIndex {
  return { size: 0, executions: [], mapRuns: [] };
}

/** Whether an execution may still have to end. */
export function isOpen({ executionArn, status }: ExecutionEntry): boolean {
  return executionArn !== '' && (status === 'RUNNING' || status === 'PENDING_REDRIVE');
}

/** The text of an index file. */
export function encodeIndex(index: LogIndex): string {
  const json = JSON.stringify({ version: VERSION, ...index });
  return `${checksumOf(json)} ${json}`;
}

/** Reads the text of an index file; undefined when it is not one, is damaged, or covers more than the log has. */
export function decodeIndex(text: string, logSize: number): LogIndex | undefined {
  const json = text.slice(CHECKSUM_LENGTH + 1);
  if (text.slice(0, CHECKSUM_LENGTH) !== checksumOf(json)) return undefined;
  const value: unknown = JSON.parse(json);
  if (!isObject(value) || value['version'] !== VERSION) return undefined;
  const { size, executions, mapRuns } = value;
  if (typeof size !== 'number' || size > logSize) return undefined;
  if (!Array.isArray(executions) || !Array.isArray(mapRuns)) return undefined;
  // The file is written whole and renamed into place by this module, hence of this shape.
  return { size, executions: executions as ExecutionEntry[], mapRuns: mapRuns as MapRunEntry[] };
}

function checksumOf(text: string): string {
  return crc32(text).toString(16).padStart(CHECKSUM_LENGTH, '0');
}
