import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { taskLogPath } from '../../../local/stepfunctions/adapters/task-log.ts';
import { isError } from '../../../operate/native-error.ts';
import type { RootCause } from '../../../operate/run/root-cause.ts';

/** A line that a task wrote. */
export type LogLine = Readonly<Record<string, unknown>>;

/** How many lines of an attempt are shown: the last ones. */
const MAX_LINES = 20;

/** Whose lines are looked for. */
type Attempt = Pick<RootCause, 'executionArn' | 'state' | 'titleIds'>;

/**
 * What the task wrote in the last attempt that a root cause tells of, oldest line first. There is such a log on this
 * machine only; without it, there are no lines.
 *
 * @param executionArn the top-level execution's, whose log holds those of its children
 */
export async function readAttemptLog(
  cwd: string,
  executionArn: string,
  attempt: Attempt,
): Promise<LogLine[]> {
  const text = await readFile(taskLogPath(join(cwd, '.local'), executionArn), 'utf8').catch(
    (error: unknown) => {
      if (isError(error) && 'code' in error && error.code === 'ENOENT') return '';
      throw error;
    },
  );
  return linesOfAttempt(text, attempt);
}

/** The lines in a log that the last attempt wrote. Its request ID tells it from others of the same state. */
export function linesOfAttempt(text: string, { executionArn, state, titleIds }: Attempt): LogLine[] {
  const [titleId] = titleIds;
  const lines = text
    .split('\n')
    .flatMap(parse)
    .filter((line) => line['executionArn'] === executionArn && line['state'] === state);
  // In an inline Map the tasks of several titles have the same state: a request names its title.
  const last =
    (titleId === undefined ? undefined : lines.findLast((line) => isAbout(line, titleId))) ?? lines.at(-1);
  return lines.filter(({ requestId }) => requestId === last?.['requestId']).slice(-MAX_LINES);
}

function isAbout({ request }: LogLine, titleId: number): boolean {
  return typeof request === 'string' && request.includes(`/title/${titleId}/`);
}

/** A line that was cut off when the process was killed is passed over. */
function parse(line: string): LogLine[] {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? [value as LogLine] : [];
  } catch {
    return [];
  }
}

/** What every line has, and its attempt says already. */
const KNOWN = new Set([
  'timestamp',
  'level',
  'message',
  'executionArn',
  'state',
  'retryCount',
  'requestId',
  'task',
  'stage',
]);

/** A line for people: `17:21:24.103Z WARN Watchmode answers 500 request="GET /title/7/details" status=500`. */
export function formatLogLine(line: LogLine): string {
  const { timestamp, level, message } = line;
  const facts = Object.entries(line)
    .filter(([key]) => !KNOWN.has(key))
    .map(([key, value]) => `${key}=${JSON.stringify(value)}`);
  const time = typeof timestamp === 'string' ? timestamp.slice('2026-11-24T'.length) : '';
  const words = [time, level, message].filter((word) => typeof word === 'string' && word !== '');
  return [...words, ...facts].join(' ');
}
