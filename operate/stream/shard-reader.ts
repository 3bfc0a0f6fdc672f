import {
  GetRecordsCommand,
  type GetRecordsCommandOutput,
  GetShardIteratorCommand,
  type GetShardIteratorCommandInput,
} from '@aws-sdk/client-kinesis';
import type { Access } from './stream-access.ts';
import type { StreamRecord } from './stream-record.ts';

/** Where to begin in a shard. */
export type ShardPosition = Pick<
  GetShardIteratorCommandInput,
  'ShardIteratorType' | 'StartingSequenceNumber' | 'Timestamp'
> & {
  /** An iterator that is there already; the rest is for when it has expired. */
  readonly iterator?: string;
};

/** What one read brought. */
export interface ShardPage {
  readonly records: readonly StreamRecord[];
  /** The shard was closed by resharding and is read to its end. */
  readonly ended: boolean;
  /** There was nothing more at the time of the read. */
  readonly caughtUp: boolean;
  /** The shards that follow this one, once it has ended, by what Kinesis says. */
  readonly children: NonNullable<GetRecordsCommandOutput['ChildShards']>;
}

/** How many records to ask for at first. */
const FIRST_PAGE_RECORDS = 20;
/**
 * How many bytes to ask for then, by the size of the records seen: a local server takes very long over large
 * responses, and four of these a second are what AWS lets a shard give.
 */
const PAGE_BYTES = 500_000;
/** Kinesis gives no more at once. */
const MAX_PAGE_RECORDS = 10_000;

/** Reads one shard, a page at a time. */
export class ShardReader {
  #iterator: string | undefined;
  #position: ShardPosition;
  #limit = FIRST_PAGE_RECORDS;

  constructor(
    readonly access: Access,
    readonly shardId: string,
    { iterator, ...position }: ShardPosition,
  ) {
    this.#iterator = iterator;
    this.#position = position;
  }

  async next(): Promise<ShardPage> {
    const page = await this.#read().catch((error: unknown) => {
      // After five minutes without a read, say while the machine slept: on from the place that was reached.
      if (!(error instanceof Error && error.name === 'ExpiredIteratorException')) throw error;
      this.#iterator = undefined;
      return this.#read();
    });
    const { Records = [], NextShardIterator, MillisBehindLatest = 0, ChildShards = [] } = page;
    this.#iterator = NextShardIterator;
    this.#remember(Records);
    return {
      records: Records.map(({ SequenceNumber = '', PartitionKey = '', Data = new Uint8Array() }) => ({
        shardId: this.shardId,
        sequenceNumber: SequenceNumber,
        partitionKey: PartitionKey,
        data: Data,
      })),
      ended: NextShardIterator === undefined,
      // A page with records may be 0 ms behind although more follow: those of its last millisecond.
      caughtUp: Records.length === 0 && MillisBehindLatest === 0,
      children: ChildShards,
    };
  }

  #remember(records: NonNullable<GetRecordsCommandOutput['Records']>): void {
    const last = records.at(-1)?.SequenceNumber;
    if (last !== undefined) {
      this.#position = { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', StartingSequenceNumber: last };
      const bytes = records.reduce((sum, { Data }) => sum + (Data?.length ?? 0), 0);
      const wanted = Math.floor((PAGE_BYTES * records.length) / Math.max(bytes, 1));
      this.#limit = Math.min(Math.max(wanted, 1), MAX_PAGE_RECORDS);
    } else if (this.#position.ShardIteratorType === 'LATEST') {
      const { clock } = this.access;
      this.#position = { ShardIteratorType: 'AT_TIMESTAMP', Timestamp: new Date(clock.now()) };
    }
  }

  async #read(): Promise<GetRecordsCommandOutput> {
    const { client, signal } = this.access;
    this.#iterator ??= await this.#open();
    const command = new GetRecordsCommand({ ShardIterator: this.#iterator, Limit: this.#limit });
    return client.send(command, { abortSignal: signal });
  }

  async #open(): Promise<string | undefined> {
    const { client, streamName, signal } = this.access;
    const command = new GetShardIteratorCommand({
      StreamName: streamName,
      ShardId: this.shardId,
      ...this.#position,
    });
    return (await client.send(command, { abortSignal: signal })).ShardIterator;
  }
}
