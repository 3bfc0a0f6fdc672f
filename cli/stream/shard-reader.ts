import {
  GetRecordsCommand,
  type GetRecordsCommandOutput,
  GetShardIteratorCommand,
  type GetShardIteratorCommandInput,
  type KinesisClient,
} from '@aws-sdk/client-kinesis';
import type { StreamRecord } from '../../local/stream/read-stream.ts';

/** Where to begin in a shard. */
export type ShardPosition = Pick<
  GetShardIteratorCommandInput,
  'ShardIteratorType' | 'StartingSequenceNumber' | 'Timestamp'
>;

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

/** The most records that one read asks for. */
const PAGE_SIZE = 1_000;

/** Reads one shard, a page at a time. */
export class ShardReader {
  #iterator: string | undefined;
  #position: ShardPosition;

  constructor(
    readonly client: KinesisClient,
    readonly streamName: string,
    readonly shardId: string,
    position: ShardPosition,
  ) {
    this.#position = position;
  }

  /** @param now epoch milliseconds */
  async next(now: number): Promise<ShardPage> {
    const page = await this.#read().catch((error: unknown) => {
      // After five minutes without a read, say while the machine slept: on from the place that was reached.
      if (!(error instanceof Error && error.name === 'ExpiredIteratorException')) throw error;
      this.#iterator = undefined;
      return this.#read();
    });
    const { Records = [], NextShardIterator, MillisBehindLatest = 0, ChildShards = [] } = page;
    this.#iterator = NextShardIterator;
    const last = Records.at(-1)?.SequenceNumber;
    if (last !== undefined) {
      this.#position = { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', StartingSequenceNumber: last };
    } else if (this.#position.ShardIteratorType === 'LATEST') {
      this.#position = { ShardIteratorType: 'AT_TIMESTAMP', Timestamp: new Date(now) };
    }
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

  async #read(): Promise<GetRecordsCommandOutput> {
    this.#iterator ??= await this.#open();
    return this.client.send(new GetRecordsCommand({ ShardIterator: this.#iterator, Limit: PAGE_SIZE }));
  }

  async #open(): Promise<string | undefined> {
    const { streamName, shardId } = this;
    const { ShardIterator } = await this.client.send(
      new GetShardIteratorCommand({ StreamName: streamName, ShardId: shardId, ...this.#position }),
    );
    return ShardIterator;
  }
}
