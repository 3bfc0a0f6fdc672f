import { TaskError } from './task-error.ts';

/**
 * The stream still rejects entries after the publisher's own attempts, or after as many as the time allowed.
 * The stream has too little throughput for the moment: retried by the state machine, then a redrive helps.
 */
export class StreamThrottled extends TaskError {
  override readonly name = 'Stream.Throttled';

  constructor(
    readonly streamName: string,
    readonly rejected: number,
    readonly attempts: number,
    /** The distinct error codes of the last attempt, for example ProvisionedThroughputExceededException. */
    readonly errorCodes: readonly string[],
  ) {
    super(
      `The stream ${streamName} still rejects ${rejected} entries after ${attempts} attempts (${errorCodes.join(', ')}): ` +
        'give it more throughput or redrive later',
    );
  }
}

/**
 * PutRecords itself failed: no permission, no such stream, no network. Nothing is known to be written; what was
 * has the same event ids when it is published again.
 */
export class StreamUnavailable extends TaskError {
  override readonly name = 'Stream.Unavailable';

  constructor(
    readonly streamName: string,
    problem: string,
    options?: ErrorOptions,
  ) {
    super(`The stream ${streamName} cannot be written: ${problem}`, options);
  }
}
