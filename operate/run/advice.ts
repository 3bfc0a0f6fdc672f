import { ERROR_ADVICE, type ErrorAdvice } from '../../workflow/error-advice.ts';
import { PLATFORM_ERROR_ADVICE } from '../../workflow/platform-error-advice.ts';

const ADVICE: ReadonlyMap<string, ErrorAdvice> = new Map(
  Object.entries({ ...PLATFORM_ERROR_ADVICE, ...ERROR_ADVICE }),
);

/** What to do about an error, from the same tables as the runbook; undefined for an error that nobody foresaw. */
export function adviceFor(error: string): ErrorAdvice | undefined {
  return ADVICE.get(error);
}
