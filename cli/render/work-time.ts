import { type Stretch, waitedMs } from '../../operate/run/stretch.ts';
import { duration } from './duration.ts';

/** The milliseconds in which an execution was at work, and those between its ends and its redrives. */
export interface WorkTime {
  readonly workingMs: number;
  readonly waitedMs: number;
}

/** Splits the time between the start and the end of an execution, in milliseconds. */
export function workTimeOf(elapsedMs: number, stretches: readonly Stretch[]): WorkTime {
  const waited = waitedMs(stretches);
  return { workingMs: Math.max(0, elapsedMs - waited), waitedMs: waited };
}

/** Formats `12.1 s`, or of a redriven execution `12.1 s at work, 3 min 43 s waiting for a redrive`. */
export function describeWorkTime({ workingMs, waitedMs: waited }: WorkTime): string {
  if (waited === 0) return duration(workingMs);
  return `${duration(workingMs)} at work, ${duration(waited)} waiting for a redrive`;
}
