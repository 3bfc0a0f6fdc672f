import { open } from 'node:fs/promises';
import { hasErrorCode } from '../../local/stepfunctions/files.ts';
import { OperationError } from '../errors.ts';
import { reasonOf } from '../file-error.ts';

/** The number of bytes that are read from the end of a log. */
const TAIL_BYTES = 16 * 1024 * 1024;

/** A line that a task wrote. */
export interface LogLine {
  /** Epoch milliseconds; 0 for a line without a time. */
  readonly at: number;
  /** `METRIC` for a line without a level. */
  readonly level: string;
  /** The message and the other fields. */
  readonly text: string;
  /** The whole line. */
  readonly line: string;
}

/** A line of a run's log with the attempt that wrote it. */
export interface RunLogLine extends LogLine {
  /** The run, or a child of it. */
  readonly executionArn: string;
  /** The state of the task. */
  readonly state: string;
}

/** The lines of a run's log in the order of writing. */
export interface RunLog {
  readonly lines: readonly RunLogLine[];
  /** True if the log is longer than what was read, which is its end. */
  readonly isCut: boolean;
}

/**
 * Reads the log of a run and its children. Without a log, there are no lines.
 *
 * @throws OperationError for a log that exists and cannot be read
 * @example const { lines } = await readRunLog(taskLogPath('.local', executionArn))
 */
export async function readRunLog(path: string): Promise<RunLog> {
  const { text, isCut } = await readTail(path);
  const lines = text.split('\n').flatMap((line): RunLogLine[] => {
    const facts = line === '' ? undefined : parse(line);
    const { executionArn, state = '' } = facts ?? {};
    if (facts === undefined || typeof executionArn !== 'string' || typeof state !== 'string') return [];
    return [{ ...shown(facts, line), executionArn, state }];
  });
  return { lines, isCut };
}

/**
 * Reads the log lines of an execution's tasks, by the id of the event that scheduled the attempt. Only this machine has
 * such a log; without it, the result is empty.
 *
 * @param path - the log of the top-level execution, which includes the lines of its children
 * @throws OperationError for a log that exists and cannot be read
 * @example (await readAttemptLogs(taskLogPath('.local', executionArn), executionArn)).get(scheduledEventId)
 */
export async function readAttemptLogs(
  path: string,
  executionArn: string,
): Promise<ReadonlyMap<number, readonly LogLine[]>> {
  const logs = new Map<number, LogLine[]>();
  const { text } = await readTail(path);
  for (const line of text.split('\n')) {
    // Most lines belong to other children, and a search is cheaper than parsing.
    const facts = line.includes(executionArn) ? parse(line) : undefined;
    if (facts?.['executionArn'] !== executionArn) continue;
    const eventId = Number(facts['eventId']);
    const lines = logs.get(eventId) ?? [];
    logs.set(eventId, lines);
    lines.push(shown(facts, line));
  }
  return logs;
}

async function readTail(path: string): Promise<{ readonly text: string; readonly isCut: boolean }> {
  const file = await open(path, 'r').catch((error: unknown) => {
    // Nothing was written, or the log was removed with its execution.
    if (hasErrorCode(error, 'ENOENT')) return undefined;
    throw unreadable(path, error);
  });
  if (file === undefined) return { text: '', isCut: false };
  try {
    const { size } = await file.stat();
    const start = Math.max(0, size - TAIL_BYTES);
    const buffer = Buffer.alloc(size - start);
    await file.read(buffer, 0, buffer.length, start);
    return { text: buffer.toString('utf8'), isCut: start > 0 };
  } catch (error) {
    throw unreadable(path, error);
  } finally {
    await file.close();
  }
}

function unreadable(path: string, error: unknown): OperationError {
  return new OperationError(`cannot read ${path}: ${reasonOf(error)}`, { cause: error });
}

/** Parses a line; undefined for the first and the last line if they are incomplete. */
function parse(line: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

/** The fields that every line has, which the attempt shows already. */
const NOT_SHOWN = new Set([
  ...['timestamp', 'level', 'message', 'executionArn', 'state', 'eventId', 'requestId', 'task'],
  // A dimension of metrics, with the same value everywhere on this machine.
  'Stage',
]);

function shown(facts: Readonly<Record<string, unknown>>, line: string): LogLine {
  const { timestamp, level, message } = facts;
  const others = Object.entries(facts)
    .filter(([name]) => !NOT_SHOWN.has(name))
    .map(([name, fact]) => `${name}=${JSON.stringify(rounded(fact))}`);
  return {
    at: Date.parse(String(timestamp)) || 0,
    level: typeof level === 'string' ? level : 'METRIC',
    text: [...(typeof message === 'string' ? [message] : []), ...others].join(' '),
    line,
  };
}

function rounded(fact: unknown): unknown {
  return typeof fact === 'number' ? Math.round(fact * 10) / 10 : fact;
}
