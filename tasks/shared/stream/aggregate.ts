import { createHash } from 'node:crypto';
import { aggregatedRecordBytes, encodeAggregatedRecord } from '../../../events/kpl/encode.ts';
import type { UserRecord } from '../../../events/kpl/record.ts';
import type { Entry } from './entry.ts';

/** The conversion of events to records of the stream. */
export interface RecordSettings {
  readonly aggregation: 'none' | 'kpl';
  /** The largest record with `kpl`, in bytes. */
  readonly aggregatedRecordBytes: number;
}

/** Converts the entries of events to those of records: the same ones without aggregation. */
export function packEntries(entries: readonly Entry[], settings: RecordSettings): readonly Entry[] {
  const { aggregation, aggregatedRecordBytes } = settings;
  return aggregation === 'none' ? entries : aggregateEntries(entries, aggregatedRecordBytes);
}

/**
 * Packs entries, in order, into as few aggregated records of at most `maxBytes` as possible. A larger entry gets a record
 * of its own.
 *
 * The partition key of a Kinesis record is that of its first entry. Each user record has the hash of that key as its
 * explicit hash key, because the Kinesis Client Library drops an aggregated record if the hash key of a user record lies
 * outside the shard.
 */
export function aggregateEntries(entries: readonly Entry[], maxBytes: number): Entry[] {
  const aggregated: Entry[] = [];
  let pack: Entry[] = [];
  for (const entry of entries) {
    const larger = [...pack, entry];
    if (aggregatedRecordBytes(userRecords(larger)) > maxBytes) {
      aggregated.push(...packed(pack));
      pack = [entry];
    } else {
      pack = larger;
    }
  }
  return [...aggregated, ...packed(pack)];
}

function packed(pack: readonly Entry[]): Entry[] {
  const [first] = pack;
  if (first === undefined) return [];
  return [{ partitionKey: first.partitionKey, data: encodeAggregatedRecord(userRecords(pack)) }];
}

function userRecords(pack: readonly Entry[]): UserRecord[] {
  const explicitHashKey = hashKeyOf(pack[0]?.partitionKey ?? '');
  return pack.map(({ partitionKey, data }) => ({ partitionKey, explicitHashKey, data }));
}

/** Returns the hash key of a partition key: its MD5 as an integer of 128 bits, in decimal digits. */
export function hashKeyOf(partitionKey: string): string {
  return BigInt(`0x${createHash('md5').update(partitionKey).digest('hex')}`).toString();
}
