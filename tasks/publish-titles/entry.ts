import type { StreamEvent } from '../../events/types.ts';

/** One entry of a PutRecords call: one record of the stream. */
export interface Entry {
  readonly partitionKey: string;
  readonly data: Uint8Array;
}

/** What Kinesis counts of an entry: its data and its partition key in UTF-8, in bytes. */
export function entryBytes({ partitionKey, data }: Entry): number {
  return Buffer.byteLength(partitionKey) + data.length;
}

/** An event as an entry of its own. The title's ID routes it, so that a title's events stay in order. */
export function eventEntry(event: StreamEvent): Entry {
  return { partitionKey: event.subject, data: Buffer.from(JSON.stringify(event)) };
}
