import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { RealClock } from '../local/stepfunctions/index.ts';

/** A running runtime, as `tvguide up --json` describes it. */
export interface Runtime {
  readonly stepFunctions: string;
  readonly stateMachineArn: string;
  readonly kinesis: string;
  readonly streamName: string;
  readonly watchmode: string;
  readonly watchmodeApiKey: string;
}

/** The same options as `npm start` and `npm run dev`. */
export const NODE_OPTIONS = ['--max-semi-space-size=32'];

const clock = new RealClock();

export const pause = (milliseconds: number): Promise<void> =>
  clock.sleep(milliseconds, new AbortController().signal);

/**
 * Starts `tvguide up` in a folder with `titles` titles, and waits until it is up. Without the consumer: the plain script has
 * none, and its records are not events.
 */
export async function start(
  tvguide: string,
  cwd: string,
  titles: number,
): Promise<{ readonly up: ChildProcess; readonly runtime: Runtime; readonly startupMs: number }> {
  const startedAt = performance.now();
  const options = ['up', '--no-consume', '--port', '0', '--json', '--quiet', '--titles', String(titles)];
  const up = spawn(process.execPath, [...NODE_OPTIONS, tvguide, ...options], {
    cwd,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(createInterface({ input: up.stdout }), 'line')) as [string];
  return { up, runtime: JSON.parse(line) as Runtime, startupMs: performance.now() - startedAt };
}

export async function stop(up: ChildProcess): Promise<void> {
  const ended = once(up, 'exit');
  up.kill('SIGINT');
  await ended;
}

/** Returns the last hour, in which the stand-in lists every title once. */
export function lastHour(): { readonly start: Date; readonly end: Date } {
  const end = new Date(clock.now());
  return { start: new Date(end.getTime() - 3_600_000), end };
}

/** Returns the input of a run over the last hour. */
export function inputOfLastHour(): string {
  const { start, end } = lastHour();
  return JSON.stringify({ window: { start: start.toISOString(), end: end.toISOString() } });
}

/** Calls an operation of a runtime's Step Functions API. */
export async function call(
  { stepFunctions }: Runtime,
  operation: string,
  body: object,
): Promise<Record<string, unknown>> {
  const response = await fetch(stepFunctions, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': `AWSStepFunctions.${operation}`,
    },
    body: JSON.stringify(body),
  });
  return (await response.json()) as Record<string, unknown>;
}
