import type { Shard } from '@aws-sdk/client-kinesis';

/**
 * The shards of a stream in reading order. A child is read after its parents, so the events of a title stay in order.
 */
export class ShardTree {
  readonly #parents = new Map<string, readonly string[]>();
  readonly #finished = new Set<string>();
  readonly #begun = new Set<string>();

  /** Adds shards. Known shards are ignored. */
  add(shards: readonly Shard[]): void {
    for (const { ShardId = '', ParentShardId, AdjacentParentShardId } of shards) {
      const parents = [ParentShardId, AdjacentParentShardId].filter((id) => id !== undefined);
      if (!this.#parents.has(ShardId)) this.#parents.set(ShardId, parents);
    }
  }

  /** Marks a shard as read or not wanted. */
  finish(shardId: string): void {
    this.#begun.add(shardId);
    this.#finished.add(shardId);
  }

  /** Returns the shards that can be read now, each once. */
  takeReady(): string[] {
    const ready = [...this.#parents.keys()].filter((id) => !this.#begun.has(id) && this.#isReady(id));
    for (const id of ready) this.#begun.add(id);
    return ready;
  }

  /** Returns true if all parents are read. A parent that is not listed has expired. */
  #isReady(shardId: string): boolean {
    const parents = this.#parents.get(shardId) ?? [];
    return parents.every((parent) => !this.#parents.has(parent) || this.#finished.has(parent));
  }
}
