import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { StreamRecord } from '../../operate/stream/stream-record.ts';
import { replaceFile } from '../stepfunctions/files.ts';
import type { GivenUp } from './deliver.ts';
import { lambdaEventOf, type EventSource } from './lambda-event.ts';

/** The facts about a mapping in the files of its failures. */
export interface FailureSource extends EventSource {
  readonly functionArn: string;
  /** The UUID of the event source mapping. */
  readonly mappingId: string;
}

/** The time and the id of one failure. */
export interface FailureStamp {
  /** Epoch milliseconds. */
  readonly now: number;
  /** A UUID. */
  readonly id: string;
}

/** Returns the folder with the failed records of a data folder. */
export function failureFolderOf(dataFolder: string): string {
  return join(dataFolder, 'failed-records');
}

/**
 * Writes records that a mapping gave up to a folder: the object that Lambda puts into its S3 destination, under the same
 * key (https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html).
 *
 * @returns the path of the file
 */
export async function writeFailure(
  folder: string,
  failed: GivenUp,
  source: FailureSource,
  stamp: FailureStamp,
): Promise<string> {
  const path = join(folder, keyOf(failed, source, stamp));
  await mkdir(dirname(path), { recursive: true });
  await replaceFile(path, `${JSON.stringify(objectOf(failed, source, stamp), null, 2)}\n`);
  return path;
}

function keyOf({ records }: GivenUp, { mappingId }: FailureSource, { now, id }: FailureStamp): string {
  const moment = new Date(now).toISOString();
  const day = moment.slice(0, 10).replaceAll('-', '/');
  const second = moment.slice(0, 19).replaceAll(':', '.');
  return `aws/lambda/${mappingId}/${records[0]?.shardId ?? ''}/${day}/${second}-${id}`;
}

function objectOf(
  { records, condition, invocations }: GivenUp,
  source: FailureSource,
  { now, id }: FailureStamp,
): object {
  const arrival = (record: StreamRecord | undefined) => new Date(record?.arrivedAt ?? 0).toISOString();
  return {
    requestContext: {
      requestId: id,
      functionArn: source.functionArn,
      condition,
      approximateInvokeCount: invocations,
    },
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: null },
    version: '1.0',
    timestamp: new Date(now).toISOString(),
    KinesisBatchInfo: {
      shardId: records[0]?.shardId,
      startSequenceNumber: records[0]?.sequenceNumber,
      endSequenceNumber: records.at(-1)?.sequenceNumber,
      approximateArrivalOfFirstRecord: arrival(records[0]),
      approximateArrivalOfLastRecord: arrival(records.at(-1)),
      batchSize: records.length,
      streamArn: source.streamArn,
    },
    payload: JSON.stringify(lambdaEventOf(records, source)),
  };
}
