import {
  GetRecordsCommand,
  GetShardIteratorCommand,
  InvalidArgumentException,
  KinesisClient,
  ListShardsCommand,
} from '@aws-sdk/client-kinesis';
import { mockClient } from 'aws-sdk-client-mock';
import { bytesOf } from '../../../../operate/stream/support/events.ts';

/** A stream in memory behind the SDK client, with shards that continue after a sequence number. */
export class FakeStream {
  readonly mock = mockClient(KinesisClient);
  readonly client = new KinesisClient({ region: 'eu-west-2' });
  /** The values of each shard. A sequence number is the number of the stream and the position in the shard. */
  readonly shards = new Map<string, unknown[]>();
  /** Called for each read of a shard, to fail it. */
  onRead: (shard: string, from: number) => void = () => undefined;
  reads = 0;
  /** The number of records of a read. */
  page = 3;
  #stream = 1;

  reset(): void {
    this.shards.clear();
    this.onRead = () => undefined;
    this.reads = 0;
    this.page = 3;
    this.#stream = 1;
    this.mock.reset();
    this.mock.on(ListShardsCommand).callsFake(() => ({
      Shards: [...this.shards.keys()].map((ShardId) => ({ ShardId })),
    }));
    this.mock.on(GetShardIteratorCommand).callsFake(this.#open.bind(this));
    this.mock.on(GetRecordsCommand).callsFake(this.#read.bind(this));
  }

  /** Puts values on a shard. */
  put(shard: string, ...values: readonly unknown[]): void {
    this.shards.set(shard, [...(this.shards.get(shard) ?? []), ...values]);
  }

  /** Deletes the stream, and creates an empty one of the same name. */
  replace(): void {
    this.#stream += 1;
    for (const shard of this.shards.keys()) this.shards.set(shard, []);
  }

  #open(input: { ShardId: string; ShardIteratorType: string; StartingSequenceNumber?: string }) {
    const { ShardId, ShardIteratorType, StartingSequenceNumber = '' } = input;
    if (ShardIteratorType !== 'AFTER_SEQUENCE_NUMBER') return { ShardIterator: `${ShardId} 0` };
    const [stream, position] = StartingSequenceNumber.split('-').map(Number);
    if (stream !== this.#stream)
      throw new InvalidArgumentException({ message: 'unknown sequence number', $metadata: {} });
    return { ShardIterator: `${ShardId} ${Number(position) + 1}` };
  }

  #read({ ShardIterator }: { ShardIterator: string }) {
    const [shard = '', at] = ShardIterator.split(' ');
    const from = Number(at);
    this.reads += 1;
    this.onRead(shard, from);
    const page = (this.shards.get(shard) ?? []).slice(from, from + this.page);
    return {
      Records: page.map((value, index) => ({
        SequenceNumber: `${this.#stream}-${from + index}`,
        PartitionKey: 'key',
        Data: bytesOf(value),
      })),
      NextShardIterator: `${shard} ${from + page.length}`,
      MillisBehindLatest: 0,
    };
  }
}
