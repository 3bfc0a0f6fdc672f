import { createHash } from 'node:crypto';
import { AGGREGATED_RECORD, DIGEST_BYTES, MAGIC, RECORD, type UserRecord } from './record.ts';
import { lengthPrefix, varintField } from './wire.ts';

/**
 * Packs user records, in order, into the data of one Kinesis record. Equal keys are written once. The caller chooses the
 * shard of the Kinesis record: see {@link UserRecord.explicitHashKey}.
 * @example
 * const data = encodeAggregatedRecord([{ partitionKey: '345534', data: new TextEncoder().encode('{}') }]);
 */
export function encodeAggregatedRecord(records: readonly UserRecord[]): Uint8Array {
  const message = Buffer.concat(messageParts(records));
  const digest = createHash('md5').update(message).digest();
  return Buffer.concat([MAGIC, message, digest]);
}

/**
 * Returns the size in bytes of the result of {@link encodeAggregatedRecord}.
 * @example if (aggregatedRecordBytes([...batch, next]) > maxBytes) flush(batch);
 */
export function aggregatedRecordBytes(records: readonly UserRecord[]): number {
  const messageBytes = messageParts(records).reduce((sum, part) => sum + part.length, 0);
  return MAGIC.length + messageBytes + DIGEST_BYTES;
}

/** Returns the message in parts. The data of the records is not copied. */
function messageParts(records: readonly UserRecord[]): Uint8Array[] {
  const partitionKeys = new Table();
  const explicitHashKeys = new Table();
  const recordParts = records.flatMap(({ partitionKey, explicitHashKey, data }) => {
    const head = [
      varintField(RECORD.partitionKeyIndex, partitionKeys.indexOf(partitionKey)),
      ...(explicitHashKey === undefined
        ? []
        : [varintField(RECORD.explicitHashKeyIndex, explicitHashKeys.indexOf(explicitHashKey))]),
      lengthPrefix(RECORD.data, data.length),
    ];
    const length = head.reduce((sum, part) => sum + part.length, data.length);
    return [lengthPrefix(AGGREGATED_RECORD.records, length), ...head, data];
  });
  return [
    ...partitionKeys.fields(AGGREGATED_RECORD.partitionKeyTable),
    ...explicitHashKeys.fields(AGGREGATED_RECORD.explicitHashKeyTable),
    ...recordParts,
  ];
}

/** Distinct texts and their indexes. */
class Table {
  readonly #indexes = new Map<string, number>();

  indexOf(text: string): number {
    const index = this.#indexes.get(text) ?? this.#indexes.size;
    this.#indexes.set(text, index);
    return index;
  }

  fields(number: number): Uint8Array[] {
    return [...this.#indexes.keys()].flatMap((text) => {
      const bytes = Buffer.from(text);
      return [lengthPrefix(number, bytes.length), bytes];
    });
  }
}
