import { formatViolations, type Violation } from '../../../events/validate.ts';

/** A message lists up to so many violations; the error's field has them all. */
const MAX_LISTED = 20;

/** Violations in one line that stays readable, and small enough to be an execution's cause. */
export function listViolations(violations: readonly Violation[]): string {
  const listed = formatViolations(violations.slice(0, MAX_LISTED));
  const more = violations.length - MAX_LISTED;
  return more > 0 ? `${listed}; and ${more} more` : listed;
}
