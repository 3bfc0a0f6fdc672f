import { ERROR_ADVICE, type ErrorAdvice } from '../../workflow/error-advice.ts';

/** What to do about an error, from the same table as the runbook; undefined for an error that nobody foresaw. */
export function adviceFor(error: string): ErrorAdvice | undefined {
  return Object.hasOwn(ERROR_ADVICE, error) ? ERROR_ADVICE[error as keyof typeof ERROR_ADVICE] : undefined;
}
