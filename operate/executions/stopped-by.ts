import type { DescribeExecutionOutput } from '@aws-sdk/client-sfn';
import { readCause } from '../../events/read-cause.ts';
import { isInterrupted } from '../aws/interrupted.ts';

/** The error and the cause that a program records when it stops an execution and the user names none. */
export const STOPPED = {
  byCommand: { error: 'Stopped', cause: 'Stopped with tvguide stop' },
  byConsole: { error: 'Stopped', cause: 'Stopped in the console' },
  /** The user stopped `npm start`, which runs the execution in its own process. */
  byNpmStart: { error: 'Interrupted', cause: 'Stopped by the user.' },
} as const;

/** The end of an execution that did not fail: somebody stopped it, or its process ended. */
export interface Stop {
  /** Ends a sentence that begins with the execution: `was stopped with tvguide stop`. */
  readonly how: string;
  /** The error and the cause in the history; null if none were given. */
  readonly error: string | null;
  readonly cause: string | null;
}

const KNOWN: readonly (readonly [{ readonly error: string; readonly cause: string }, string])[] = [
  [STOPPED.byCommand, 'was stopped with tvguide stop'],
  [STOPPED.byConsole, 'was stopped in the console'],
  [STOPPED.byNpmStart, 'was stopped with npm start, which ended by Ctrl-C or a signal'],
];

/**
 * Returns who or what stopped an execution; undefined for one that was not stopped.
 *
 * @param isLocal true for an execution on this machine, which has no CloudTrail
 * @example stopOf(description, sfn.target.isLocal)?.how
 */
export function stopOf(description: Partial<DescribeExecutionOutput>, isLocal: boolean): Stop | undefined {
  const { status, mapRunArn, error = null, cause = null } = description;
  if (isInterrupted({ status: undefined, ...description })) {
    return { how: 'was interrupted: the process that ran it has ended', error: null, cause: null };
  }
  if (status !== 'ABORTED') return undefined;
  if (mapRunArn !== undefined && error === null && cause === null) {
    return {
      how: 'was stopped with its Map Run: another child failed, or the run was stopped',
      error,
      cause,
    };
  }
  return { how: howOf(error, cause, isLocal), error, cause };
}

function howOf(error: string | null, cause: string | null, isLocal: boolean): string {
  const known = KNOWN.find(([stopped]) => stopped.error === error && stopped.cause === cause);
  if (known !== undefined) return known[1];
  const given = [error, cause === null ? null : readCause(cause).message].filter(
    (text) => text !== null && text !== '',
  );
  if (given.length > 0) return `was stopped, with the reason ${given.join(': ')}`;
  const where = isLocal ? '' : '; CloudTrail has the caller, as the event StopExecution';
  return `was stopped with StopExecution, without a reason${where}`;
}
