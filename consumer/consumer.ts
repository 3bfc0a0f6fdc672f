import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import type { KinesisStreamBatchResponse, KinesisStreamEvent, KinesisStreamRecord } from 'aws-lambda';
import { decodeRecord, type RecordContents } from '../events/decode-record.ts';
import type { StreamEvent } from '../events/types.ts';
import { problemOf } from '../tasks/shared/errors/problem-of.ts';
import type { TaskHandler } from '../tasks/shared/ports.ts';
import type { Telemetry } from '../tasks/shared/telemetry/telemetry.ts';
import type { Begun, UpdateCatalogue } from './catalogue/update-catalogue.ts';
import { consumeRecord } from './consume-record.ts';

/** The ports of {@link createConsumer}. */
export interface ConsumerPorts {
  /** Does for all events of a batch what takes fewer requests than for each. */
  readonly begin: (events: readonly StreamEvent[]) => Promise<ReadonlyMap<StreamEvent, Begun>>;
  readonly update: UpdateCatalogue;
  readonly telemetry: Telemetry;
}

/**
 * Creates the handler of a batch of records: takes Lambda's event of a Kinesis stream, returns the sequence numbers of the
 * records that failed. Lambda repeats the batch from the lowest of them on
 * (https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-batchfailurereporting.html).
 */
export function createConsumer({
  begin,
  update,
  telemetry,
}: ConsumerPorts): TaskHandler<KinesisStreamBatchResponse> {
  return async (event) => {
    const { Records } = event as KinesisStreamEvent;
    const records = Records.map(decoded);
    const begun = await begin(records.flatMap(({ contents }) => contents.events)).catch((error: unknown) => {
      telemetry.log('warn', 'adds each event by itself', { because: problemOf(error) });
      return new Map<StreamEvent, Begun>();
    });
    const ports = { update: (added: StreamEvent) => update(added, begun.get(added)), telemetry };
    return processPartialResponse(
      { Records: records },
      ({ kinesis: { sequenceNumber }, contents }: DecodedRecord) =>
        consumeRecord(sequenceNumber, contents, ports),
      new BatchProcessor(EventType.KinesisDataStreams),
      {
        // In parallel, the events of a title would lose their order.
        processInParallel: false,
        // A batch of which every record failed is reported as any other, and not as a failed function.
        throwOnFullBatchFailure: false,
      },
    );
  };
}

/** A record of Lambda's event, with its events. */
interface DecodedRecord extends KinesisStreamRecord {
  readonly contents: RecordContents;
}

function decoded(record: KinesisStreamRecord): DecodedRecord {
  return { ...record, contents: decodeRecord(Buffer.from(record.kinesis.data, 'base64')) };
}
