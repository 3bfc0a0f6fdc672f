import { ERROR_ADVICE, type ErrorAdvice } from './error-advice.ts';
import { PLATFORM_ERROR_ADVICE } from './platform-error-advice.ts';

/** The policy by which a failed run is redriven, by the state machine redrive-failed-run and by hand. */

/** Seconds before the first redrive on AWS; each further one is waited for twice as long. */
export const REDRIVE_WAIT_SECONDS = 900;

/** The longest wait before a redrive, in seconds. */
export const MAX_REDRIVE_WAIT_SECONDS = 4 * 3_600;

/** The number of redrives of a run before it is left to a person. */
export const MAX_REDRIVES = 4;

/** The errors that stay until a person has corrected their cause: a run that failed with one of them is left alone. */
export const PERMANENT_ERRORS: readonly string[] = Object.entries<ErrorAdvice>({
  ...ERROR_ADVICE,
  ...PLATFORM_ERROR_ADVICE,
})
  .filter(([, { isPermanent }]) => isPermanent === true)
  .map(([name]) => name);

/**
 * The wait before a redrive, in seconds.
 *
 * @param redriveCount - number of redrives of the run so far
 * @param firstSeconds - the wait before the first redrive
 */
export function redriveWait(redriveCount: number, firstSeconds: number): number {
  return Math.min(firstSeconds * 2 ** redriveCount, MAX_REDRIVE_WAIT_SECONDS);
}

/**
 * The client token of RedriveExecution. It is the same for everybody who redrives the same failure, so that a request
 * sent twice, or by two at once, redrives once.
 *
 * @param redriveCount - number of redrives of the run so far
 * @see {@link https://docs.aws.amazon.com/step-functions/latest/apireference/API_RedriveExecution.html}
 */
export function redriveToken(redriveCount: number): string {
  return `redrive-${redriveCount + 1}`;
}
