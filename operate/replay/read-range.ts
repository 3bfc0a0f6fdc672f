import { DescribeStreamSummaryCommand } from '@aws-sdk/client-kinesis';
import { formatInstant, HOUR_MS } from '../../events/instant.ts';
import { OperationError } from '../errors.ts';
import { counted } from '../format/plural.ts';
import { findRecord } from '../stream/find-record.ts';
import { readStream, type ReadOptions } from '../stream/read-stream.ts';
import type { StreamAccess } from '../stream/stream-access.ts';
import type { StreamRecord } from '../stream/stream-record.ts';

/** A part of a stream, by the times at which the records arrived. */
export interface StreamRange {
  /**
   * The first record: the oldest, the first after a moment (epoch milliseconds), or the one with a sequence number. With a
   * sequence number, other shards begin at the time of arrival of that record.
   */
  readonly from: 'start' | number | { readonly sequenceNumber: string };
  /** Epoch milliseconds, exclusive. @default the end of the stream */
  readonly until?: number;
}

/** A range that can be read, several times. */
export interface OpenRange {
  /** The moment before which the stream has lost what the range wants; null if it has all. Epoch milliseconds. */
  readonly expiredBefore: number | null;
  read(): AsyncIterable<readonly StreamRecord[]>;
}

/**
 * Finds the beginning of a range in a stream, and what of it has expired.
 *
 * @throws OperationError if nothing of the range can be on the stream
 * @example for await (const records of (await openRange(access, { from: 'start' })).read()) count(records)
 */
export async function openRange(
  access: StreamAccess & Pick<ReadOptions, 'pauseMs'>,
  { from, until = Infinity }: StreamRange,
): Promise<OpenRange> {
  const { client, streamName, clock } = access;
  const summary = await client.send(new DescribeStreamSummaryCommand({ StreamName: streamName }));
  const hours = summary.StreamDescriptionSummary?.RetentionPeriodHours ?? 0;
  const oldest = clock.now() - hours * HOUR_MS;
  const keeps = `the stream ${streamName} keeps records for ${counted(hours, 'hour', 'hours')}`;
  if (until <= oldest) {
    throw new OperationError(`all of it has expired: ${keeps}, and begins at ${formatInstant(oldest)}`);
  }
  if (typeof from !== 'object') {
    const expiredBefore = typeof from === 'number' && from < oldest ? oldest : null;
    return { expiredBefore, read: () => readStream({ ...access, from, until }) };
  }
  const first = await findRecord(access, from.sequenceNumber);
  if (first === undefined) {
    throw new OperationError(
      `there is no record ${from.sequenceNumber}: it is of another stream, or has expired (${keeps})`,
    );
  }
  return { expiredBefore: null, read: () => readFrom(access, first, until) };
}

async function* readFrom(
  access: StreamAccess & Pick<ReadOptions, 'pauseMs'>,
  first: StreamRecord,
  until: number,
): AsyncGenerator<readonly StreamRecord[], void> {
  const { shardId, sequenceNumber, arrivedAt } = first;
  if (arrivedAt < until) yield [first];
  const after = new Map([[shardId, sequenceNumber]]);
  yield* readStream({ ...access, until, from: { after, otherwise: arrivedAt } });
}
