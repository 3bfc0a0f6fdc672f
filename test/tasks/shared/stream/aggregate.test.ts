import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decodeAggregatedRecord } from '../../../../events/kpl/decode.ts';
import { aggregateEntries, hashKeyOf } from '../../../../tasks/shared/stream/aggregate.ts';
import type { Entry } from '../../../../tasks/shared/stream/entry.ts';

const entryOf = (partitionKey: string, bytes: number): Entry => ({
  partitionKey,
  data: new Uint8Array(bytes),
});

describe('aggregated entries', () => {
  it('have every entry in exactly one record, in its place', () => {
    const entry = fc
      .record({ partitionKey: fc.integer({ min: 1, max: 999 }).map(String), bytes: fc.nat(1_500) })
      .map(({ partitionKey, bytes }) => entryOf(partitionKey, bytes));
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 30 }), (entries) => {
        const records = aggregateEntries(Object.freeze(entries), 2_000);
        const packs = records.map(({ data }) => decodeAggregatedRecord(data) ?? []);

        expect(packs.flat().map(({ partitionKey, data }) => [partitionKey, data.length])).toEqual(
          entries.map(({ partitionKey, data }) => [partitionKey, data.length]),
        );
        for (const [index, { partitionKey, data }] of records.entries()) {
          expect(partitionKey).toBe(packs[index]?.[0]?.partitionKey);
          expect(data.length <= 2_000 || packs[index]?.length === 1).toBe(true);
        }
      }),
    );
  });

  it('fill a record to the byte', () => {
    const two = [entryOf('1', 100), entryOf('2', 100)];
    const [record] = aggregateEntries(two, 10_000);
    const bytes = record?.data.length ?? 0;

    expect(aggregateEntries(two, bytes)).toHaveLength(1);
    expect(aggregateEntries(two, bytes - 1)).toHaveLength(2);
  });

  it('give an entry that is too large a record of its own', () => {
    const records = aggregateEntries([entryOf('1', 10), entryOf('2', 5_000), entryOf('3', 10)], 1_024);

    expect(records.map(({ partitionKey }) => partitionKey)).toEqual(['1', '2', '3']);
  });

  it('are none without entries', () => {
    expect(aggregateEntries([], 1_024)).toEqual([]);
  });

  it('all have the hash key of their record, so that no consumer drops them', () => {
    const entries = ['3173903', '7', '519450'].map((key) => entryOf(key, 10));
    const [record] = aggregateEntries(entries, 10_000);

    const hashKeys = decodeAggregatedRecord(record?.data ?? new Uint8Array())?.map(
      ({ explicitHashKey }) => explicitHashKey,
    );

    // The hash key of a record is the MD5 of its partition key, as an integer of 128 bits.
    const digest = createHash('md5').update('3173903', 'utf8').digest();
    const place = digest.reduce((number, byte) => number * 256n + BigInt(byte), 0n).toString();
    expect(record?.partitionKey).toBe('3173903');
    expect(hashKeys).toEqual([place, place, place]);
  });
});

describe('the hash key of a partition key', () => {
  it('is its MD5 in decimal digits', () => {
    // RFC 1321, A.5: MD5 ("") and MD5 ("abc").
    expect(hashKeyOf('')).toBe(BigInt('0xd41d8cd98f00b204e9800998ecf8427e').toString());
    expect(hashKeyOf('abc')).toBe(BigInt('0x900150983cd24fb0d6963f7d28e17f72').toString());
  });
});
