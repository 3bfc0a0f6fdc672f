/** What of a history event says whether an attempt failed or was repeated. */
export interface AttemptEvent {
  readonly id: number;
  readonly previousEventId: number;
  readonly type: string;
  /** The error that the event carries. */
  readonly error: string | undefined;
}

const FAILED = /^(Task|LambdaFunction|Activity)(Failed|TimedOut|StartFailed|SubmitFailed|ScheduleFailed)$/;
const SCHEDULED = /^(Task|LambdaFunction|Activity)Scheduled$/;

/** Counts the attempts that were repeated: those whose scheduling follows an attempt that failed. */
export class RetryCounter {
  /** How many, by the error of the attempt before. */
  readonly counts = new Map<string, number>();
  /** The error of each attempt that failed and was not repeated so far, by execution and event id. */
  readonly #failures = new Map<string, string>();

  add(executionArn: string, { id, previousEventId, type, error }: AttemptEvent): void {
    if (FAILED.test(type)) {
      this.#failures.set(`${executionArn}#${id}`, error ?? type);
      return;
    }
    if (this.#failures.size === 0) return;
    const before = `${executionArn}#${previousEventId}`;
    const failure = this.#failures.get(before);
    if (failure === undefined) return;
    this.#failures.delete(before);
    if (SCHEDULED.test(type)) this.counts.set(failure, (this.counts.get(failure) ?? 0) + 1);
  }
}
