import { createHash } from 'node:crypto';
import { AGGREGATED_RECORD, DIGEST_BYTES, MAGIC, RECORD, type UserRecord } from './record.ts';
import { MalformedMessage, readFields, type Field } from './wire.ts';

/**
 * Unpacks the data of a Kinesis record.
 *
 * @returns the user records in order, or null if the magic number or the digest does not match: the data is then a
 * record by itself
 * @throws MalformedMessage if the digest matches and the message is invalid
 * @example const records = decodeAggregatedRecord(data)?.map((record) => record.data) ?? [data];
 */
export function decodeAggregatedRecord(data: Uint8Array): UserRecord[] | null {
  const message = messageOf(data);
  return message === null ? null : readMessage(message);
}

function messageOf(data: Uint8Array): Uint8Array | null {
  // Data too short for both cannot contain the digest of an empty message.
  if (!MAGIC.every((byte, index) => data[index] === byte)) return null;
  const message = data.subarray(MAGIC.length, -DIGEST_BYTES);
  const digest = createHash('md5').update(message).digest();
  return digest.equals(data.subarray(-DIGEST_BYTES)) ? message : null;
}

function readMessage(message: Uint8Array): UserRecord[] {
  const partitionKeys: string[] = [];
  const explicitHashKeys: string[] = [];
  const records: Uint8Array[] = [];
  for (const field of readFields(message)) {
    // Other field numbers belong to later versions of the format.
    if (field.number === AGGREGATED_RECORD.partitionKeyTable) partitionKeys.push(textOf(field));
    else if (field.number === AGGREGATED_RECORD.explicitHashKeyTable) explicitHashKeys.push(textOf(field));
    else if (field.number === AGGREGATED_RECORD.records) records.push(bytesOf(field));
  }
  return records.map((record) => readRecord(record, partitionKeys, explicitHashKeys));
}

function readRecord(
  record: Uint8Array,
  partitionKeys: readonly string[],
  explicitHashKeys: readonly string[],
): UserRecord {
  let partitionKey: string | undefined;
  let explicitHashKey: string | undefined;
  let data: Uint8Array | undefined;
  for (const field of readFields(record)) {
    if (field.number === RECORD.partitionKeyIndex) partitionKey = entryOf(partitionKeys, field);
    else if (field.number === RECORD.explicitHashKeyIndex) explicitHashKey = entryOf(explicitHashKeys, field);
    else if (field.number === RECORD.data) data = bytesOf(field);
  }
  if (partitionKey === undefined || data === undefined) {
    throw new MalformedMessage('A user record has no partition key or no data');
  }
  return { partitionKey, ...(explicitHashKey === undefined ? {} : { explicitHashKey }), data };
}

function entryOf(table: readonly string[], { value }: Field): string {
  const entry = typeof value === 'number' ? table[value] : undefined;
  if (entry === undefined) throw new MalformedMessage('A user record refers to a key that is not there');
  return entry;
}

function textOf(field: Field): string {
  return Buffer.from(bytesOf(field)).toString('utf8');
}

function bytesOf({ number, value }: Field): Uint8Array {
  if (typeof value === 'number') throw new MalformedMessage(`Field ${number} is a number instead of bytes`);
  return value;
}
