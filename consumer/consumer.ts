import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import type { KinesisStreamBatchResponse, KinesisStreamEvent } from 'aws-lambda';
import type { TaskHandler } from '../tasks/shared/ports.ts';
import type { ConsumedRecord } from './consume-record.ts';

/**
 * Creates the handler of a batch of records: takes Lambda's event of a Kinesis stream, returns the sequence numbers of the
 * records that failed. Lambda repeats the batch from the lowest of them on
 * (https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-batchfailurereporting.html).
 */
export function createConsumer(
  consumeRecord: (record: ConsumedRecord) => Promise<void>,
): TaskHandler<KinesisStreamBatchResponse> {
  return (event) =>
    processPartialResponse(
      event as KinesisStreamEvent,
      consumeRecord,
      new BatchProcessor(EventType.KinesisDataStreams),
      {
        // In parallel, the events of a title would lose their order.
        processInParallel: false,
        // A batch of which every record failed is reported as any other, and not as a failed function.
        throwOnFullBatchFailure: false,
      },
    );
}
