import type { StreamEvent } from '../../../events/types.ts';

/** One entry of a PutRecords call: one record of the stream. */
export interface Entry {
  readonly partitionKey: string;
  readonly data: Uint8Array;
}

/** Returns the size of an entry for Kinesis, in bytes: its data and its partition key in UTF-8. */
export function entryBytes({ partitionKey, data }: Entry): number {
  return Buffer.byteLength(partitionKey) + data.length;
}

/** Converts an event to an entry. The partition key is its subject, so that the events of a title stay in order. */
export function eventEntry(event: StreamEvent): Entry {
  return { partitionKey: event.subject, data: Buffer.from(JSON.stringify(event)) };
}
