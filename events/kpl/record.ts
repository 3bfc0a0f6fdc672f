/**
 * The aggregated record format of the Amazon Kinesis Producer Library (KPL): the data of one Kinesis record contains
 * several user records.
 *
 *     4 bytes   magic number F3 89 9A C2
 *     n bytes   AggregatedRecord, a protocol buffers (proto2) message
 *     16 bytes  MD5 of those n bytes
 *
 * https://github.com/awslabs/amazon-kinesis-producer/blob/master/aggregation-format.md
 */
export interface UserRecord {
  readonly partitionKey: string;
  /**
   * A hash key that overrides the hash of the partition key: an integer from 0 to 2^128 - 1, in decimal digits.
   * Consumers built on the Kinesis Client Library drop an aggregated record if the hash key of any of its user records
   * lies outside the shard it came from.
   */
  readonly explicitHashKey?: string;
  readonly data: Uint8Array;
}

/** The first bytes of an aggregated record. */
export const MAGIC = Uint8Array.of(0xf3, 0x89, 0x9a, 0xc2);

/** The size in bytes of the MD5 at the end. */
export const DIGEST_BYTES = 16;

/** Field numbers of the message AggregatedRecord. */
export const AGGREGATED_RECORD = { partitionKeyTable: 1, explicitHashKeyTable: 2, records: 3 } as const;

/** Field numbers of the inner message Record. */
export const RECORD = { partitionKeyIndex: 1, explicitHashKeyIndex: 2, data: 3 } as const;
