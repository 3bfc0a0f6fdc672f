import { formatViolations, type Violation } from '../../../events/validate.ts';
import { TaskError } from './task-error.ts';

/**
 * The input breaks its schema or its rules. `violations` are all of them, each with its JSON pointer (RFC 6901).
 * Start a new execution with a corrected input; a redrive repeats the same one.
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

/** Why a listing is too large, which decides what helps. */
export type TooManyTitlesReason = 'titles' | 'bytes' | 'full-day';

/**
 * The listing is larger than one run may carry between two states, or larger than Watchmode can list.
 * Narrow the window, set `maxTitles`, or have `tvguide backfill` split the range into runs.
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
 * The environment, the API key's secret or an item of the progress table is incomplete or wrong. `faults` holds every
 * fault that was found. Correct them, then redrive.
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
