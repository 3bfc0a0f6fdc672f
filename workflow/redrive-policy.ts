import { ERROR_ADVICE, type ErrorAdvice } from './error-advice.ts';
import { PLATFORM_ERROR_ADVICE } from './platform-error-advice.ts';

/** The policy for redrives by the state machine redrive-failed-run and by hand. */

/** The wait before the first redrive on AWS, in seconds. It doubles with each redrive. */
export const REDRIVE_WAIT_SECONDS = 900;

/** The longest wait before a redrive, in seconds. */
export const MAX_REDRIVE_WAIT_SECONDS = 4 * 3_600;

/** The maximum number of automatic redrives of a run. */
export const MAX_REDRIVES = 4;

/** The errors that need a person. There is no automatic redrive after them. */
export const PERMANENT_ERRORS: readonly string[] = Object.entries<ErrorAdvice>({
  ...ERROR_ADVICE,
  ...PLATFORM_ERROR_ADVICE,
})
  .filter(([, { isPermanent }]) => isPermanent === true)
  .map(([name]) => name);

/**
 * Returns the wait before a redrive, in seconds.
 *
 * @param redriveCount - number of redrives of the run so far
 * @param firstSeconds - the wait before the first redrive
 */
export function redriveWait(redriveCount: number, firstSeconds: number): number {
  return Math.min(firstSeconds * 2 ** redriveCount, MAX_REDRIVE_WAIT_SECONDS);
}

/**
 * Returns the client token of RedriveExecution. All redrives of one failure use the same token, so that repeated or
 * simultaneous requests redrive once.
 *
 * @param redriveCount - number of redrives of the run so far
 * @see {@link https://docs.aws.amazon.com/step-functions/latest/apireference/API_RedriveExecution.html}
 */
export function redriveToken(redriveCount: number): string {
  return `redrive-${redriveCount + 1}`;
}
