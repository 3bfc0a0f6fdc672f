import { TaskError } from './task-error.ts';

/**
 * The stream still rejects entries after all attempts of the publisher, or all within its time. Its throughput is
 * temporarily exceeded. The state machine retries the task. A redrive helps.
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
 * PutRecords itself failed: no permission, no such stream, no network. Some records may have been written. They have the
 * same event ids when they are published again.
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
