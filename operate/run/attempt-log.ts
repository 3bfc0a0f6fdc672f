import { open } from 'node:fs/promises';

/** The number of bytes at the end of a log that are read. */
const TAIL_BYTES = 16 * 1024 * 1024;

/** A line that a task wrote. */
export interface LogLine {
  /** Epoch milliseconds; 0 for a line that does not say. */
  readonly at: number;
  /** `METRIC` for a line without a level. */
  readonly level: string;
  /** The message, then the facts. */
  readonly text: string;
  /** The whole line. */
  readonly line: string;
}

/**
 * Reads what the tasks of an execution wrote, by the id of the event that scheduled the attempt. There is such a log on
 * this machine only; without it, there are no lines.
 *
 * @param path - the log of the top-level execution, which holds the lines of its children
 */
export async function readAttemptLogs(
  path: string,
  executionArn: string,
): Promise<ReadonlyMap<number, readonly LogLine[]>> {
  const logs = new Map<number, LogLine[]>();
  const text = await readTail(path);
  for (const line of text.split('\n')) {
    // Most lines are of other children: it is cheaper to look than to parse.
    const facts = line.includes(executionArn) ? parse(line) : undefined;
    if (facts?.['executionArn'] !== executionArn) continue;
    const eventId = Number(facts['eventId']);
    logs.set(eventId, [...(logs.get(eventId) ?? []), shown(facts, line)]);
  }
  return logs;
}

async function readTail(path: string): Promise<string> {
  const file = await open(path, 'r').catch(() => undefined);
  // Without a file there are no lines: nothing was written, or it was removed with its execution.
  if (file === undefined) return '';
  try {
    const { size } = await file.stat();
    const start = Math.max(0, size - TAIL_BYTES);
    const buffer = Buffer.alloc(size - start);
    await file.read(buffer, 0, buffer.length, start);
    return buffer.toString('utf8');
  } finally {
    await file.close();
  }
}

/** The first line may be cut off, and so may one that is being written. */
function parse(line: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return JSON.parse(line) as Readonly<Record<string, unknown>>;
  } catch {
    return undefined;
  }
}

/** The facts that every line has, and that its attempt says already. */
const NOT_SHOWN = new Set([
  ...['timestamp', 'level', 'message', 'executionArn', 'state', 'eventId', 'requestId', 'task'],
  // The dimension of a metric: the stage, which is the same everywhere on this machine.
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
