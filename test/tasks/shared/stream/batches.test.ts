import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { PUT_RECORDS_LIMITS, splitIntoCalls } from '../../../../tasks/shared/stream/batches.ts';
import { entryBytes, type Entry } from '../../../../tasks/shared/stream/entry.ts';

const MIB = 1024 * 1024;

/** An entry of exactly this size in bytes, including its key. */
function entryOf(bytes: number, partitionKey = 'k'): Entry {
  return { partitionKey, data: new Uint8Array(bytes - Buffer.byteLength(partitionKey, 'utf8')) };
}
const sizesOf = (calls: readonly Entry[][]) => calls.map((call) => call.length);

describe('the calls of a batch', () => {
  it('have 500 entries at most', () => {
    const entries = Array.from({ length: 1_001 }, () => entryOf(10));

    expect(sizesOf(splitIntoCalls(entries))).toEqual([500, 500, 1]);
  });

  it('have 5 MiB at most, to the byte', () => {
    const five = Array.from({ length: 5 }, () => entryOf(MIB));
    const over = [...five.slice(1), entryOf(MIB - 1), entryOf(2)];

    expect(sizesOf(splitIntoCalls(five))).toEqual([5]);
    expect(sizesOf(splitIntoCalls(over))).toEqual([5, 1]);
  });

  it('count the partition keys, in bytes of UTF-8', () => {
    const key = '東'.repeat(100);
    const entries = Array.from({ length: 5 }, () => entryOf(MIB, key));

    expect(entries[0]?.data.length).toBe(MIB - 300);
    expect(sizesOf(splitIntoCalls(entries))).toEqual([5]);
    expect(sizesOf(splitIntoCalls([...entries, entryOf(1)]))).toEqual([5, 1]);
  });

  it('take an entry of 1 MiB, and none that is larger', () => {
    expect(sizesOf(splitIntoCalls([entryOf(MIB, 'é')]))).toEqual([1]);
    expect(() => splitIntoCalls([entryOf(10), entryOf(MIB + 1, '4711')])).toThrow(
      expect.objectContaining({
        name: 'EntryTooLarge',
        message: 'The record with the partition key 4711 has 1048577 bytes; Kinesis takes 1048576',
      }),
    );
  });

  it('are none without entries', () => {
    expect(splitIntoCalls([])).toEqual([]);
  });

  it('have every entry in exactly one call, in its place, and none over a limit', () => {
    const entry = fc
      .record({
        partitionKey: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }),
        bytes: fc.oneof(fc.nat(2_000), fc.integer({ min: MIB - 3_000, max: MIB - 1_000 })),
      })
      .map(({ partitionKey, bytes }) => ({ partitionKey, data: new Uint8Array(bytes) }));
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 40, size: 'max' }), (entries) => {
        const calls = splitIntoCalls(Object.freeze(entries));
        const places = new Map<Entry, number>(entries.map((each, place) => [each, place]));

        // By place, not by content: a difference of megabytes takes Jest seconds to print.
        expect(calls.flat().map((each) => places.get(each))).toEqual([...entries.keys()]);
        for (const [index, call] of calls.entries()) {
          const bytes = call.reduce((sum, each) => sum + entryBytes(each), 0);
          const next = calls[index + 1]?.[0];

          expect(call.length).toBeGreaterThan(0);
          expect(call.length).toBeLessThanOrEqual(PUT_RECORDS_LIMITS.entries);
          expect(bytes).toBeLessThanOrEqual(5 * MIB);
          // As few calls as the limits allow: the next entry would not have fitted.
          expect(next === undefined || bytes + entryBytes(next) > 5 * MIB).toBe(true);
        }
      }),
      { numRuns: 30 },
    );
  });
});
