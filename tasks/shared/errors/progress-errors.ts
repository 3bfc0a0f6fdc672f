import { TaskError } from './task-error.ts';

/**
 * The progress table, or Step Functions' answer about another execution, is temporarily unavailable. The state machine
 * retries the task. A redrive helps.
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
