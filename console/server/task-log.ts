import { open } from 'node:fs/promises';
import type { HistoryEvent } from '@aws-sdk/client-sfn';
import type { LogLine } from '../api.ts';

/** So much of the end of the log is looked at: the lines of the newest runs. */
const TAIL_BYTES = 16 * 1024 * 1024;
/** A line may be written a little later than the event that ends the attempt. */
const SLACK_MS = 50;

/** A line of the log as far as it is understood. */
interface Parsed extends LogLine {
  readonly task: string;
  readonly requestId: string;
}

/** The log that the tasks write on this machine. */
export class TaskLog {
  #size = -1;
  #lines: readonly Parsed[] = [];

  constructor(readonly file: string) {}

  /**
   * The lines of one attempt: those of its request where the answer tells which that was, else those that its function
   * wrote at the time about the same title.
   */
  async linesOf(events: readonly HistoryEvent[], titleIds: readonly number[]): Promise<LogLine[]> {
    const scheduled = events[0];
    const lines = await this.#read();
    const requestId = requestIdIn(events);
    if (requestId !== undefined) return lines.filter((line) => line.requestId === requestId).map(shown);
    const task = functionOf(scheduled);
    const from = (scheduled?.timestamp?.getTime() ?? Infinity) - 1;
    const to = (events.at(-1)?.timestamp?.getTime() ?? 0) + SLACK_MS;
    const [titleId] = titleIds;
    const isAbout = ({ line }: Parsed) =>
      titleIds.length !== 1 || new RegExp(`(?<!\\d)${titleId ?? ''}(?!\\d)`).test(line);
    return lines
      .filter((line) => line.task === task && line.at >= from && line.at <= to && isAbout(line))
      .map(shown);
  }

  async #read(): Promise<readonly Parsed[]> {
    const file = await open(this.file, 'r').catch(() => undefined);
    // Without a log there are no lines: a runtime that was just started has written none.
    if (file === undefined) return [];
    try {
      const { size } = await file.stat();
      if (size === this.#size) return this.#lines;
      const start = Math.max(0, size - TAIL_BYTES);
      const buffer = Buffer.alloc(size - start);
      await file.read(buffer, 0, buffer.length, start);
      this.#lines = buffer.toString('utf8').split('\n').flatMap(parse);
      this.#size = size;
      return this.#lines;
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
    const metrics = value['_aws'] as { Timestamp?: number } | undefined;
    const at = metrics?.Timestamp ?? Date.parse(String(value['timestamp']));
    return [
      {
        at,
        level: typeof value['level'] === 'string' ? value['level'] : 'METRIC',
        text: textOf(value),
        line,
        task: String(value['task']),
        requestId: String(value['requestId']),
      },
    ];
  } catch {
    // The first line may be cut off, and so may one that is being written.
    return [];
  }
}

const NOT_SHOWN = new Set(['_aws', 'timestamp', 'level', 'task', 'requestId', 'Stage', 'message']);

function textOf(value: Readonly<Record<string, unknown>>): string {
  const facts = Object.entries(value)
    .filter(([name]) => !NOT_SHOWN.has(name))
    .map(([name, fact]) => `${name}=${typeof fact === 'string' ? fact : JSON.stringify(rounded(fact))}`);
  return [...(typeof value['message'] === 'string' ? [value['message']] : []), ...facts].join(' ');
}

function rounded(fact: unknown): unknown {
  return typeof fact === 'number' ? Math.round(fact * 10) / 10 : fact;
}

function requestIdIn(events: readonly HistoryEvent[]): string | undefined {
  const output = events.find((event) => event.taskSucceededEventDetails !== undefined)
    ?.taskSucceededEventDetails?.output;
  return /"SdkResponseMetadata":\{"RequestId":"([^"]+)"\}/.exec(output ?? '')?.[1];
}

/** The function that an attempt called: the last part of its ARN. */
function functionOf(event: HistoryEvent | undefined): string | undefined {
  const parameters = event?.taskScheduledEventDetails?.parameters;
  const named = /"FunctionName":"([^"]+)"/.exec(parameters ?? '')?.[1];
  const arn = named ?? event?.lambdaFunctionScheduledEventDetails?.resource;
  return arn?.split(':function:').at(-1)?.split(':')[0];
}
