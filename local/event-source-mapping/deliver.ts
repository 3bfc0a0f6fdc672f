import type { StreamRecord } from '../../operate/stream/stream-record.ts';
import type { Clock } from '../stepfunctions/index.ts';

/** The settings of an event source mapping, as in CreateEventSourceMapping. */
export interface MappingSettings {
  /** The maximum number of records of an invocation. */
  readonly batchSize: number;
  /** The number of times that a batch is sent again after it failed. */
  readonly maximumRetryAttempts: number;
  readonly maximumRecordAgeInSeconds: number;
}

/** Why records went to the destination of failures, in the words of Lambda. */
export type FailureCondition = 'RetryAttemptsExhausted' | 'RecordAgeExceeded';

/** Records that are given up. */
export interface GivenUp {
  readonly records: readonly StreamRecord[];
  readonly condition: FailureCondition;
  /** The number of invocations with exactly these records. */
  readonly invocations: number;
}

/** The ports of {@link deliver}. */
export interface DeliveryPorts {
  /**
   * Invokes the function with records.
   *
   * @returns the index of the first record that failed; null if none did
   */
  readonly invoke: (records: readonly StreamRecord[]) => Promise<number | null>;
  /** Keeps records that are given up. */
  readonly giveUp: (failed: GivenUp) => Promise<void>;
  readonly clock: Pick<Clock, 'now'>;
  /** Waits before a retry. */
  readonly pause: (attempt: number) => Promise<void>;
  /** Returns true once the mapping is closing. No further invocation is made. */
  readonly isClosing: () => boolean;
}

/** A batch that waits for its invocation. */
interface Waiting {
  readonly records: readonly StreamRecord[];
  /** The number of failed invocations with exactly these records. */
  readonly failures: number;
}

/**
 * Delivers records of a shard in order, with the rules of Lambda for `ReportBatchItemFailures` and
 * `BisectBatchOnFunctionError`
 * (https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html).
 *
 * - The records before the first failed one are done. The others are sent again, which uses no retry.
 * - If the first record failed, the batch is split in two halves, which uses no retry. A single record is retried.
 * - A record that is out of retries, or too old, is given up. The next ones continue.
 *
 * Resolves when every record is done or given up, or when the mapping is closing.
 */
export async function deliver(
  records: readonly StreamRecord[],
  { maximumRetryAttempts, maximumRecordAgeInSeconds }: MappingSettings,
  { invoke, giveUp, clock, pause, isClosing }: DeliveryPorts,
): Promise<void> {
  const waiting: Waiting[] = [{ records, failures: 0 }];
  for (let batch = waiting.shift(); batch !== undefined && !isClosing(); batch = waiting.shift()) {
    const { failures } = batch;
    const oldest = clock.now() - maximumRecordAgeInSeconds * 1_000;
    const tooOld = batch.records.filter(({ arrivedAt }) => arrivedAt < oldest);
    const current = batch.records.filter(({ arrivedAt }) => arrivedAt >= oldest);
    if (tooOld.length > 0) {
      await giveUp({ records: tooOld, condition: 'RecordAgeExceeded', invocations: failures });
    }
    if (current.length === 0) continue;
    const failed = await invoke(current);
    if (failed === null) continue;
    if (failed > 0) {
      waiting.unshift({ records: current.slice(failed), failures: 0 });
    } else if (current.length > 1) {
      const middle = Math.ceil(current.length / 2);
      waiting.unshift(
        { records: current.slice(0, middle), failures: 0 },
        { records: current.slice(middle), failures: 0 },
      );
    } else if (failures < maximumRetryAttempts) {
      waiting.unshift({ records: current, failures: failures + 1 });
      await pause(failures + 1);
    } else {
      await giveUp({ records: current, condition: 'RetryAttemptsExhausted', invocations: failures + 1 });
    }
  }
}
