/** A record of a shard. */
export interface StreamRecord {
  readonly shardId: string;
  readonly sequenceNumber: string;
  readonly partitionKey: string;
  readonly data: Uint8Array;
  /** Epoch milliseconds of its arrival on the stream; 0 if Kinesis does not say. */
  readonly arrivedAt: number;
}
