import { ERROR_ADVICE, type ErrorAdvice } from '../../workflow/error-advice.ts';
import { PLATFORM_ERROR_ADVICE } from '../../workflow/platform-error-advice.ts';

const ADVICE: ReadonlyMap<string, ErrorAdvice> = new Map(
  Object.entries({ ...PLATFORM_ERROR_ADVICE, ...ERROR_ADVICE }),
);

/** The words of the Watchmode stand-in in an outage that was asked for. */
const OWN_FAULT = 'a fault of the stand-in';

/**
 * Returns the advice of the runbook for an error; undefined for an unknown error.
 *
 * @param message the message of the error, which says if the Watchmode stand-in failed on demand
 * @example adviceFor('Watchmode.Unavailable', cause)?.remedy
 */
export function adviceFor(error: string, message = ''): ErrorAdvice | undefined {
  const advice = ADVICE.get(error);
  if (advice === undefined || !message.includes(OWN_FAULT)) return advice;
  return {
    ...advice,
    remedy: 'The stand-in failed on demand. Redrive without --faults, or with the faults of the console off.',
  };
}
