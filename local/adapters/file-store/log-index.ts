import type { ExecutionStatus } from '../../interpreter/records.ts';
import { isObject } from '../../interpreter/json.ts';
import type { JournalIndex } from './journal-index.ts';

/** What is kept in memory of one execution: what listings ask for, and where the rest stands in the log. */
export interface ExecutionEntry {
  readonly executionArn: string;
  readonly stateMachineArn: string;
  readonly mapRunArn?: string;
  status: ExecutionStatus;
  startDate: number;
  redriven: boolean;
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
const VERSION = 1;

export function emptyIndex(): LogIndex {
  return { size: 0, executions: [], mapRuns: [] };
}

/** The text of an index file. */
export function encodeIndex(index: LogIndex): string {
  return JSON.stringify({ version: VERSION, ...index });
}

/** Reads the text of an index file; undefined when it is not one, or covers more than the log has. */
export function decodeIndex(text: string, logSize: number): LogIndex | undefined {
  const value: unknown = parseOrUndefined(text);
  if (!isObject(value) || value['version'] !== VERSION) return undefined;
  const { size, executions, mapRuns } = value;
  if (typeof size !== 'number' || size > logSize) return undefined;
  if (!Array.isArray(executions) || !Array.isArray(mapRuns)) return undefined;
  // The file is written whole and renamed into place by this module, hence of this shape.
  return { size, executions: executions as ExecutionEntry[], mapRuns: mapRuns as MapRunEntry[] };
}

function parseOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
