/** The position at which an earlier reading ended. A reading from it repeats no record and misses none. */
export interface StreamCheckpoint {
  /** The sequence number of the last record that was processed, by shard. */
  readonly after: ReadonlyMap<string, string>;
  /** The first record to read of other shards: the oldest, or the first after a moment (epoch milliseconds). */
  readonly otherwise: 'start' | number;
}
