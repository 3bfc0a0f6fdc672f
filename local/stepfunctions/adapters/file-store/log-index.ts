import { crc32 } from 'node:zlib';
import { omitUndefined } from '../../interpreter/omit-undefined.ts';
import type { ExecutionChange, ExecutionStatus, ListedExecution } from '../../interpreter/records.ts';
import { isObject } from '../../interpreter/json.ts';
import type { JournalIndex } from './journal-index.ts';

/** The index entry of one execution: the facts for lists, and the offsets of its lines in the log. */
export interface ExecutionEntry {
  executionArn: string;
  stateMachineArn: string;
  readonly mapRunArn?: string;
  status: ExecutionStatus;
  startDate: number;
  stopDate?: number;
  redriveCount: number;
  redriveDate?: number;
  /** The number of items of a child. */
  readonly itemCount?: number;
  /** Set if the record is damaged. The entry may have no ARN. */
  readonly lost?: true;
  /** Offset and length of the record's line, then of the line of each change, alternating. */
  readonly lines: number[];
  readonly journal: JournalIndex;
}

/** The offset of the newest record of a Map Run. */
export interface MapRunEntry {
  readonly mapRunArn: string;
  readonly executionArn: string;
  offset: number;
  length: number;
}

/** The index of one log. It can always be rebuilt from the log. */
export interface LogIndex {
  /** Bytes of the log that the index covers. */
  size: number;
  /** The top-level execution, then its descendants in start order. */
  readonly executions: ExecutionEntry[];
  readonly mapRuns: MapRunEntry[];
}

/** Version of the index files. An index of another version is rebuilt. */
const VERSION = 3;
const CHECKSUM_LENGTH = 8;

export function emptyIndex(): LogIndex {
  return { size: 0, executions: [], mapRuns: [] };
}

/** Returns true if an execution may still be running. */
export function isOpen({ executionArn, status }: ExecutionEntry): boolean {
  return executionArn !== '' && (status === 'RUNNING' || status === 'PENDING_REDRIVE');
}

/** Returns the facts of a child execution for a list; undefined if its record is needed for them. */
export function factsOf(entry: ExecutionEntry | undefined): ListedExecution | undefined {
  if (entry?.mapRunArn === undefined || entry.itemCount === undefined || entry.lost) return undefined;
  const { executionArn, stateMachineArn, status, startDate, stopDate, redriveCount, redriveDate } = entry;
  return {
    ...{ executionArn, name: executionArn.slice(executionArn.lastIndexOf(':') + 1), stateMachineArn },
    ...{ status, startDate, redriveCount, child: { mapRunArn: entry.mapRunArn, itemCount: entry.itemCount } },
    ...(stopDate === undefined ? {} : { stopDate }),
    ...(redriveDate === undefined ? {} : { redriveDate }),
  };
}

/** Applies a change of a record to its entry. */
export function changeEntry(entry: ExecutionEntry, change: ExecutionChange): void {
  const { status, startDate, stopDate, redriveCount, redriveDate } = change;
  Object.assign(entry, omitUndefined({ status, startDate, stopDate, redriveCount, redriveDate }));
  if ('stopDate' in change && stopDate === undefined) delete entry.stopDate;
  if ('redriveDate' in change && redriveDate === undefined) delete entry.redriveDate;
}

/** Encodes an index file. */
export function encodeIndex(index: LogIndex): string {
  const json = JSON.stringify({ version: VERSION, ...index });
  return `${checksumOf(json)} ${json}`;
}

/** Decodes an index file. Returns undefined if it is invalid, damaged, or covers more than `logSize`. */
export function decodeIndex(text: string, logSize: number): LogIndex | undefined {
  const json = text.slice(CHECKSUM_LENGTH + 1);
  if (text.slice(0, CHECKSUM_LENGTH) !== checksumOf(json)) return undefined;
  const value: unknown = JSON.parse(json);
  if (!isObject(value) || value['version'] !== VERSION) return undefined;
  const { size, executions, mapRuns } = value;
  if (typeof size !== 'number' || size > logSize) return undefined;
  if (!Array.isArray(executions) || !Array.isArray(mapRuns)) return undefined;
  // The checksum guarantees that this module wrote the file, hence the types.
  return { size, executions: executions as ExecutionEntry[], mapRuns: mapRuns as MapRunEntry[] };
}

function checksumOf(text: string): string {
  return crc32(text).toString(16).padStart(CHECKSUM_LENGTH, '0');
}
