import type { KinesisStreamEvent } from 'aws-lambda';
import type { StreamRecord } from '../../operate/stream/stream-record.ts';

/** The facts about a stream in the events of a function. */
export interface EventSource {
  readonly region: string;
  readonly streamArn: string;
  /** The role of the function. */
  readonly roleArn: string;
}

/**
 * Returns the event of a function for a batch of records
 * (https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html).
 */
export function lambdaEventOf(
  records: readonly StreamRecord[],
  { region, streamArn, roleArn }: EventSource,
): KinesisStreamEvent {
  return {
    Records: records.map(({ shardId, sequenceNumber, partitionKey, data, arrivedAt }) => ({
      kinesis: {
        kinesisSchemaVersion: '1.0',
        partitionKey,
        sequenceNumber,
        data: Buffer.from(data).toString('base64'),
        approximateArrivalTimestamp: arrivedAt / 1_000,
      },
      eventSource: 'aws:kinesis',
      eventVersion: '1.0',
      eventID: `${shardId}:${sequenceNumber}`,
      eventName: 'aws:kinesis:record',
      invokeIdentityArn: roleArn,
      awsRegion: region,
      eventSourceARN: streamArn,
    })),
  };
}

/**
 * Returns the index of the first record that a function reported as failed, or null
 * (https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-batchfailurereporting.html). A report that names no
 * record of the batch means that all failed.
 *
 * @param response - the response, parsed
 */
export function firstFailureIn(response: unknown, records: readonly StreamRecord[]): number | null {
  const { batchItemFailures } = (response ?? {}) as { readonly batchItemFailures?: unknown };
  if (!Array.isArray(batchItemFailures) || batchItemFailures.length === 0) return null;
  const failed = batchItemFailures.map((failure: unknown) => {
    const { itemIdentifier } = (failure ?? {}) as { readonly itemIdentifier?: unknown };
    return records.findIndex(({ sequenceNumber }) => sequenceNumber === itemIdentifier);
  });
  return failed.includes(-1) ? 0 : Math.min(...failed);
}
