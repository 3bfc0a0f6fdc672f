import { formatViolations, type Violation } from '../../../events/validate.ts';
import { TaskError } from './task-error.ts';

/**
 * The input breaks its schema or its rules. `violations` lists all faults with their JSON pointers (RFC 6901). Start
 * another execution with a corrected input; a redrive repeats the same input.
 */
export class InvalidInput extends TaskError {
  override readonly name = 'InvalidInput';

  constructor(
    readonly subject: string,
    readonly violations: readonly Violation[],
  ) {
    super(`${subject} is not valid: ${formatViolations(violations)}`);
  }
}

/** The limit that a listing exceeds, which determines the remedy. */
export type TooManyTitlesReason = 'titles' | 'bytes' | 'full-day';

/**
 * The listing has more titles than one run can process, or than Watchmode can list. Narrow the window, set `maxTitles`,
 * or split the range into runs with `tvguide backfill`.
 */
export class TooManyTitles extends TaskError {
  override readonly name = 'TooManyTitles';

  constructor(
    readonly reason: TooManyTitlesReason,
    readonly found: number,
    readonly limit: number,
    message: string,
  ) {
    super(message);
  }
}

/**
 * The run would spend more credits than its `maxCredits` allows. Start another execution with a larger one, or with less to
 * list.
 */
export class BudgetExceeded extends TaskError {
  override readonly name = 'BudgetExceeded';

  constructor(
    /** The credits that the run is estimated to need, with those that it has spent. */
    readonly needed: number,
    readonly maxCredits: number,
    message: string,
  ) {
    super(message);
  }
}

/**
 * The environment, the API key's secret or an item of the progress table is incomplete or invalid. `faults` lists all
 * faults. Correct them, then redrive.
 */
export class ConfigurationError extends TaskError {
  override readonly name = 'ConfigurationError';

  constructor(
    readonly faults: readonly string[],
    options?: ErrorOptions,
  ) {
    super(`The configuration is not valid: ${faults.join('; ')}`, options);
  }
}
