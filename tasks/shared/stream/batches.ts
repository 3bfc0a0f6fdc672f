import { entryBytes, type Entry } from './entry.ts';

/**
 * The limits of one PutRecords call on any stream. A stream can be configured for more.
 * https://docs.aws.amazon.com/kinesis/latest/APIReference/API_PutRecords.html
 */
export const PUT_RECORDS_LIMITS = {
  entries: 500,
  /** All entries including partition keys. */
  bytes: 5 * 1024 * 1024,
  /** One entry including its partition key. */
  entryBytes: 1024 * 1024,
} as const;

/** An entry is too large for any call. This is a defect, because the limit of a record is far lower. */
export class EntryTooLarge extends Error {
  override readonly name = 'EntryTooLarge';

  constructor(
    readonly partitionKey: string,
    readonly bytes: number,
  ) {
    super(
      `The record with the partition key ${partitionKey} has ${bytes} bytes; ` +
        `Kinesis takes ${PUT_RECORDS_LIMITS.entryBytes}`,
    );
  }
}

/**
 * Splits entries, in order, into as few calls as the limits allow.
 *
 * @throws EntryTooLarge
 */
export function splitIntoCalls(entries: readonly Entry[]): Entry[][] {
  const calls: Entry[][] = [];
  let bytes = 0;
  for (const entry of entries) {
    const size = entryBytes(entry);
    if (size > PUT_RECORDS_LIMITS.entryBytes) throw new EntryTooLarge(entry.partitionKey, size);
    const call = calls.at(-1);
    if (
      call === undefined ||
      call.length >= PUT_RECORDS_LIMITS.entries ||
      bytes + size > PUT_RECORDS_LIMITS.bytes
    ) {
      calls.push([entry]);
      bytes = size;
    } else {
      call.push(entry);
      bytes += size;
    }
  }
  return calls;
}
