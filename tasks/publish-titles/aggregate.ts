import { createHash } from 'node:crypto';
import { aggregatedRecordBytes, encodeAggregatedRecord } from '../../events/kpl/encode.ts';
import type { UserRecord } from '../../events/kpl/record.ts';
import type { Entry } from './entry.ts';

/**
 * Packs entries, in their order, into as few aggregated records of at most `maxBytes` as that allows. An entry that
 * is larger gets a record of its own.
 *
 * A Kinesis record has one place, given by its partition key: its first entry's. Each user record names the hash of
 * that key as its own explicit hash key: the Kinesis Client Library drops an aggregated record when it finds a user
 * record in it whose hash key lies outside the shard.
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

/** Where Kinesis puts a partition key: its MD5 as a number of 128 bits, in decimal digits. */
export function hashKeyOf(partitionKey: string): string {
  return BigInt(`0x${createHash('md5').update(partitionKey).digest('hex')}`).toString();
}
