import type { Shard } from '@aws-sdk/client-kinesis';

/**
 * The shards of a stream and which of them may be read. A shard that came out of a split or a merge is read when
 * those before it are read to their ends, so that the events of one title keep their order.
 */
export class ShardTree {
  readonly #parents = new Map<string, readonly string[]>();
  readonly #finished = new Set<string>();
  readonly #begun = new Set<string>();

  /** Takes in shards; those that are known already change nothing. */
  add(shards: readonly Shard[]): void {
    for (const { ShardId = '', ParentShardId, AdjacentParentShardId } of shards) {
      const parents = [ParentShardId, AdjacentParentShardId].filter((id) => id !== undefined);
      if (!this.#parents.has(ShardId)) this.#parents.set(ShardId, parents);
    }
  }

  /** A shard whose records are all read, or are not wanted. */
  finish(shardId: string): void {
    this.#begun.add(shardId);
    this.#finished.add(shardId);
  }

  /** Shards that may be begun now; each is given once. */
  takeReady(): string[] {
    const ready = [...this.#parents.keys()].filter((id) => !this.#begun.has(id) && this.#isReady(id));
    for (const id of ready) this.#begun.add(id);
    return ready;
  }

  /** A parent that is not listed has left the retention period: it holds nothing any more. */
  #isReady(shardId: string): boolean {
    const parents = this.#parents.get(shardId) ?? [];
    return parents.every((parent) => !this.#parents.has(parent) || this.#finished.has(parent));
  }
}
