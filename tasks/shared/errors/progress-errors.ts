import { TaskError } from './task-error.ts';

/**
 * The progress table, or the answer of Step Functions about another execution, is unavailable for the moment. The state
 * machine retries it. A redrive helps.
 */
export class ProgressUnavailable extends TaskError {
  override readonly name = 'Progress.Unavailable';

  constructor(
    /** The request, for example `PutItem of TvGuideProgress`. */
    readonly request: string,
    problem: string,
    options?: ErrorOptions,
  ) {
    super(`${request}: ${problem}`, options);
  }
}
