import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import kinesisAgg from 'aws-kinesis-agg';
import { decodeAggregatedRecord } from '../../../events/kpl/decode.ts';
import { aggregatedRecordBytes, encodeAggregatedRecord } from '../../../events/kpl/encode.ts';
import type { UserRecord } from '../../../events/kpl/record.ts';

/** Few keys, so that records share them. */
const partitionKey = fc.oneof(
  fc.constantFrom('1', '22', 'clé-東京-🎬'),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 200 }),
);
const hashKey = fc.bigInt({ min: 0n, max: 2n ** 128n - 1n }).map(String);
const userRecord = fc.record(
  { partitionKey, explicitHashKey: hashKey, data: fc.uint8Array({ maxLength: 400 }) },
  { requiredKeys: ['partitionKey', 'data'] },
);
const userRecords = fc.array(userRecord, { maxLength: 20 });
/** The library reads a missing hash key as the first of the table, so either all records have one or none has. */
const uniformRecords = fc.oneof(
  fc.array(fc.record({ partitionKey, explicitHashKey: hashKey, data: fc.uint8Array() }), { maxLength: 20 }),
  fc.array(fc.record({ partitionKey, data: fc.uint8Array() }), { maxLength: 20 }),
);

const TEXT = Buffer.from('hi');

/** Converts all kinds of byte arrays to plain arrays. */
function plain(records: readonly UserRecord[] | null) {
  return records?.map(({ data, ...keys }) => ({ ...keys, data: [...data] }));
}

interface DeaggregatedRecord {
  readonly partitionKey: string;
  readonly explicitPartitionKey?: string;
  readonly data: string;
}

/** Unpacks a record with AWS's own library for Node.js, including its checksum. */
function deaggregate(data: Uint8Array): DeaggregatedRecord[] {
  let found: DeaggregatedRecord[] = [];
  const record = { partitionKey: 'outer', sequenceNumber: '1', data: Buffer.from(data).toString('base64') };
  kinesisAgg.deaggregateSync(
    record as Parameters<typeof kinesisAgg.deaggregateSync>[0],
    true,
    (error: Error | null, records?: DeaggregatedRecord[]) => {
      if (error) throw error;
      found = records ?? [];
    },
  );
  return found;
}

/** Wraps a message as an aggregated record with a correct digest. */
function seal(message: readonly number[]): Uint8Array {
  const bytes = Uint8Array.from(message);
  const digest = createHash('md5').update(bytes).digest();
  return Buffer.concat([Uint8Array.of(0xf3, 0x89, 0x9a, 0xc2), bytes, digest]);
}

describe('the KPL aggregated record', () => {
  it('is decoded to the records that were encoded', () => {
    fc.assert(
      fc.property(userRecords, (records) => {
        expect(plain(decodeAggregatedRecord(encodeAggregatedRecord(records)))).toEqual(plain(records));
      }),
    );
  });

  it('has the size that aggregatedRecordBytes returns', () => {
    fc.assert(
      fc.property(userRecords, (records) => {
        expect(aggregatedRecordBytes(records)).toBe(encodeAggregatedRecord(records).length);
      }),
    );
  });

  it("is read by AWS's own de-aggregation library", () => {
    fc.assert(
      fc.property(uniformRecords, (records: UserRecord[]) => {
        const found = deaggregate(encodeAggregatedRecord(records));
        expect(
          found.map((record) => [
            record.partitionKey,
            record.explicitPartitionKey,
            [...Buffer.from(record.data, 'base64')],
          ]),
        ).toEqual(records.map((record) => [record.partitionKey, record.explicitHashKey, [...record.data]]));
      }),
    );
  });

  it('follows the format byte for byte', () => {
    const data = Buffer.from('hi', 'utf8');
    const message = [
      ...[0x0a, 1, 0x61], // partition_key_table: "a"
      ...[0x12, 1, 0x37], // explicit_hash_key_table: "7"
      ...[0x1a, 8, 0x08, 0, 0x10, 0, 0x1a, 2, 0x68, 0x69], // records: key 0, hash key 0, data "hi"
      ...[0x1a, 6, 0x08, 0, 0x1a, 2, 0x68, 0x69], // records: key 0, data "hi"
    ];

    const encoded = encodeAggregatedRecord([
      { partitionKey: 'a', explicitHashKey: '7', data },
      { partitionKey: 'a', data },
    ]);

    expect([...encoded]).toEqual([...seal(message)]);
  });

  it.each([0, 127, 128, 255, 256, 16_383, 16_384, 1_000_000])('holds %i bytes of data', (length) => {
    const data = new Uint8Array(length).fill(0x80);
    const encoded = encodeAggregatedRecord([{ partitionKey: 'a', data }]);

    expect(decodeAggregatedRecord(encoded)?.[0]?.data.length).toBe(length);
    expect(deaggregate(encoded).map((record) => Buffer.from(record.data, 'base64').length)).toEqual([length]);
  });

  it('adds no hash key to a record without one', () => {
    const [record] =
      decodeAggregatedRecord(encodeAggregatedRecord([{ partitionKey: 'a', data: TEXT }])) ?? [];

    expect(record).not.toHaveProperty('explicitHashKey');
  });

  it('accepts numbers up to the largest safe integer', () => {
    // 2^53 - 1: seven groups of seven bits, and four bits.
    const largest = [0x20, ...Array<number>(7).fill(0xff), 0x0f];
    const next = [0x20, ...Array<number>(7).fill(0x80), 0x10];

    expect(decodeAggregatedRecord(seal(largest))).toEqual([]);
    expect(() => decodeAggregatedRecord(seal(next))).toThrow('too large');
  });

  it.each([0, 1, 2, 3])('is not recognised if byte %i of the magic number differs', (index) => {
    const data = seal([0x0a, 1, 0x61]);

    expect(decodeAggregatedRecord(data)).toEqual([]);
    expect(decodeAggregatedRecord(data.map((byte, place) => (place === index ? byte + 1 : byte)))).toBeNull();
  });

  it('accepts the additions of other producers: tags, unknown fields, fields of fixed width', () => {
    const message = [
      ...[0x0a, 1, 0x61],
      ...[0x20, 5], // an unknown number
      ...[0x29, 1, 2, 3, 4, 5, 6, 7, 8], // an unknown field of 64 bits
      ...[0x35, 1, 2, 3, 4], // an unknown field of 32 bits
      ...[0x1a, 12, 0x08, 0, 0x1a, 1, 0x68, 0x22, 5, 0x0a, 3, 0x74, 0x61, 0x67], // with a tag
    ];

    expect(plain(decodeAggregatedRecord(seal(message)))).toEqual([{ partitionKey: 'a', data: [0x68] }]);
  });

  it.each([
    ['empty data', new Uint8Array()],
    ['plain text', Buffer.from('{"specversion":"1.0"}', 'utf8')],
    ['the magic number alone', Uint8Array.of(0xf3, 0x89, 0x9a, 0xc2)],
    ['a digest of something else', seal([0x0a, 1, 0x61]).map((byte, index) => (index === 6 ? 0x62 : byte))],
  ])('is not recognised in %s', (_, data) => {
    expect(decodeAggregatedRecord(data)).toBeNull();
  });

  it.each([
    ['ends within a number', [0x80], 'ends within a number'],
    ['ends within a field', [0x0a, 5, 0x61], 'ends within a field'],
    ['has a number that is too large', [0x20, ...Array<number>(8).fill(0xff), 0x01], 'too large'],
    ['has an unknown wire type', [0x0b], 'unknown wire type 3'],
    ['has a number for bytes', [0x08, 1], 'Field 1 is a number'],
    ['has a record without a key', [0x1a, 3, 0x1a, 1, 0x68], 'no partition key'],
    ['has a record without data', [0x0a, 1, 0x61, 0x1a, 2, 0x08, 0], 'no data'],
    [
      'has bytes for the place of a key',
      [0x0a, 1, 0x61, 0x1a, 6, 0x0a, 1, 0x30, 0x1a, 1, 0x68],
      'refers to a key',
    ],
    ['refers to no key', [0x1a, 5, 0x08, 3, 0x1a, 1, 0x68], 'refers to a key'],
  ])('is refused when its message %s', (_, message, problem) => {
    const decode = () => decodeAggregatedRecord(seal(message));

    expect(decode).toThrow(expect.objectContaining({ name: 'MalformedMessage' }));
    expect(decode).toThrow(problem);
  });

  it('does not change the records that it packs', () => {
    const records = [Object.freeze({ partitionKey: 'a', data: Uint8Array.of(1, 2) })];

    encodeAggregatedRecord(Object.freeze(records));

    expect(records).toEqual([{ partitionKey: 'a', data: Uint8Array.of(1, 2) }]);
  });
});
