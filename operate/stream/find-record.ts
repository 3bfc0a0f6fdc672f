import { listShards } from './list-shards.ts';
import { ShardReader } from './shard-reader.ts';
import { abortable, type Access, type StreamAccess, withSignal } from './stream-access.ts';
import type { StreamRecord } from './stream-record.ts';

/** The errors for a sequence number of another shard: that of AWS, and that of a local Kinesis. */
const REFUSALS = new Set(['InvalidArgumentException', 'ResourceNotFoundException']);

/**
 * Finds the record with a sequence number. Resolves to undefined if it has expired, or was never on the stream.
 * @example const record = await findRecord(access, '49590338271490256608559692538361571095921575989136588898')
 */
export function findRecord(options: StreamAccess, sequenceNumber: string): Promise<StreamRecord | undefined> {
  const access = withSignal(options);
  return abortable(access.signal, async () => {
    for (const { ShardId = '' } of await listShards(access)) {
      const first = await firstFrom(access, ShardId, sequenceNumber);
      if (first?.sequenceNumber === sequenceNumber) return first;
    }
    return undefined;
  });
}

/** Returns the first record of a shard from a sequence number on; undefined if the number is not one of the shard. */
async function firstFrom(
  access: Access,
  shardId: string,
  sequenceNumber: string,
): Promise<StreamRecord | undefined> {
  const reader = new ShardReader(access, shardId, {
    ShardIteratorType: 'AT_SEQUENCE_NUMBER',
    StartingSequenceNumber: sequenceNumber,
  });
  try {
    for (;;) {
      const { records, ended, caughtUp } = await reader.next();
      if (records.length > 0 || ended || caughtUp) return records[0];
    }
  } catch (error) {
    if (error instanceof Error && REFUSALS.has(error.name)) return undefined;
    throw error;
  }
}
