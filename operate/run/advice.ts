import { ERROR_ADVICE, type ErrorAdvice } from '../../workflow/error-advice.ts';
import { PLATFORM_ERROR_ADVICE } from '../../workflow/platform-error-advice.ts';

const ADVICE: ReadonlyMap<string, ErrorAdvice> = new Map(
  Object.entries({ ...PLATFORM_ERROR_ADVICE, ...ERROR_ADVICE }),
);

/**
 * Returns the advice of the runbook for an error; undefined for an unknown error.
 * @example adviceFor('Watchmode.Unavailable')?.remedy
 */
export function adviceFor(error: string): ErrorAdvice | undefined {
  return ADVICE.get(error);
}
