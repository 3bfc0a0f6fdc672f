import { open } from 'node:fs/promises';
import type { LogLine } from '../api.ts';

/** So much of the end of a log is looked at. */
const TAIL_BYTES = 16 * 1024 * 1024;
/** A line may be written a little later than the event that ends the attempt. */
const SLACK_MS = 50;

/** A line of the log as far as it is understood. */
interface Parsed extends LogLine {
  readonly executionArn: string;
  readonly state: string;
}

/** Whose lines are wanted. */
export interface LogQuery {
  /** The execution whose history has the attempt. */
  readonly executionArn: string;
  /** The top-level execution that it belongs to. */
  readonly topLevelArn: string;
  readonly state: string;
  /** The title, where the state is about one alone. */
  readonly titleId: number | undefined;
  /** Epoch milliseconds. */
  readonly from: number;
  readonly to: number;
}

/** A file that was read, and how long it was then. */
interface ReadFile {
  readonly size: number;
  readonly lines: readonly Parsed[];
}

/** What the tasks have written on this machine: a file of JSON lines for each top-level execution. */
export class TaskLog {
  readonly #files = new Map<string, ReadFile>();

  /** @param fileOf gives the file of a top-level execution */
  constructor(readonly fileOf: (executionArn: string) => string) {}

  /** The lines of one attempt: those that its state wrote meanwhile, about the same title. */
  async linesOf({ executionArn, topLevelArn, state, titleId, from, to }: LogQuery): Promise<LogLine[]> {
    const lines = await this.#read(this.fileOf(topLevelArn));
    const isAbout = ({ line }: Parsed) =>
      titleId === undefined || new RegExp(`(?<!\\d)${titleId}(?!\\d)`).test(line);
    return lines
      .filter(
        (line) =>
          line.executionArn === executionArn &&
          line.state === state &&
          line.at >= from - 1 &&
          line.at <= to + SLACK_MS &&
          isAbout(line),
      )
      .map(shown);
  }

  async #read(path: string): Promise<readonly Parsed[]> {
    const file = await open(path, 'r').catch(() => undefined);
    // Without a file there are no lines: nothing was written, or it was removed with its execution.
    if (file === undefined) return [];
    try {
      const { size } = await file.stat();
      const known = this.#files.get(path);
      if (known?.size === size) return known.lines;
      const start = Math.max(0, size - TAIL_BYTES);
      const buffer = Buffer.alloc(size - start);
      await file.read(buffer, 0, buffer.length, start);
      const lines = buffer.toString('utf8').split('\n').flatMap(parse);
      // The newest alone: logs are looked at one run after the other.
      this.#files.clear();
      this.#files.set(path, { size, lines });
      return lines;
    } finally {
      await file.close();
    }
  }
}

function shown({ at, level, text, line }: Parsed): LogLine {
  return { at, level, text, line };
}

function parse(line: string): Parsed[] {
  try {
    const value = JSON.parse(line) as Record<string, unknown>;
    return [
      {
        at: Date.parse(String(value['timestamp'])),
        level: typeof value['level'] === 'string' ? value['level'] : 'METRIC',
        text: textOf(value),
        line,
        executionArn: String(value['executionArn']),
        state: String(value['state']),
      },
    ];
  } catch {
    // The first line may be cut off, and so may one that is being written.
    return [];
  }
}

const NOT_SHOWN = new Set([
  'timestamp',
  'executionArn',
  'state',
  'retryCount',
  'level',
  'task',
  'requestId',
  'Stage',
  'message',
]);

function textOf(value: Readonly<Record<string, unknown>>): string {
  const facts = Object.entries(value)
    .filter(([name]) => !NOT_SHOWN.has(name))
    .map(([name, fact]) => `${name}=${typeof fact === 'string' ? fact : JSON.stringify(rounded(fact))}`);
  return [...(typeof value['message'] === 'string' ? [value['message']] : []), ...facts].join(' ');
}

function rounded(fact: unknown): unknown {
  return typeof fact === 'number' ? Math.round(fact * 10) / 10 : fact;
}
