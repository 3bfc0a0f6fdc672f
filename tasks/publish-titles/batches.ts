import { entryBytes, type Entry } from './entry.ts';

/**
 * What one PutRecords call may carry. The service takes more by now, on streams that were raised to it; these are
 * what every stream takes.
 * https://docs.aws.amazon.com/kinesis/latest/APIReference/API_PutRecords.html
 */
export const PUT_RECORDS_LIMITS = {
  entries: 500,
  /** Of all entries, partition keys counted. */
  bytes: 5 * 1024 * 1024,
  /** Of one entry, partition key counted. */
  entryBytes: 1024 * 1024,
} as const;

/** An entry that no call can carry. A record's own limit keeps every event far below it: this is a defect. */
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
 * Splits entries, in their order, into as few calls as the limits allow.
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
