import {
  type _Record,
  GetRecordsCommand,
  type GetRecordsCommandOutput,
  GetShardIteratorCommand,
  type GetShardIteratorCommandInput,
} from '@aws-sdk/client-kinesis';
import type { Access } from './stream-access.ts';
import type { StreamRecord } from './stream-record.ts';

/** The first position to read in a shard. */
export type ShardPosition = Pick<
  GetShardIteratorCommandInput,
  'ShardIteratorType' | 'StartingSequenceNumber' | 'Timestamp'
> & {
  /** An existing iterator. The other fields are used when it has expired. */
  readonly iterator?: string;
};

/** The result of one read. */
export interface ShardPage {
  readonly records: readonly StreamRecord[];
  /** True if the shard was closed by resharding and read to its end. */
  readonly ended: boolean;
  /** True if there were no more records at the time of the read. */
  readonly caughtUp: boolean;
  /** The child shards that Kinesis names once the shard has ended. */
  readonly children: NonNullable<GetRecordsCommandOutput['ChildShards']>;
}

/** The number of records of the first page. */
const FIRST_PAGE_RECORDS = 20;
/**
 * The size of further pages, estimated from the records so far. A local server is very slow with large responses, and
 * AWS allows a shard four of these per second.
 */
const PAGE_BYTES = 500_000;
/** The limit of Kinesis. */
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
      // The iterator expires after five minutes, for example while the machine sleeps.
      if (!(error instanceof Error && error.name === 'ExpiredIteratorException')) throw error;
      this.#iterator = undefined;
      return this.#read();
    });
    const { Records = [], NextShardIterator, MillisBehindLatest = 0, ChildShards = [] } = page;
    this.#iterator = NextShardIterator;
    this.#remember(Records);
    return {
      records: Records.map((record) => this.#recordOf(record)),
      ended: NextShardIterator === undefined,
      // A page with records may be 0 ms behind although more records of its last millisecond follow.
      caughtUp: Records.length === 0 && MillisBehindLatest === 0,
      children: ChildShards,
    };
  }

  #recordOf({
    SequenceNumber = '',
    PartitionKey = '',
    Data = new Uint8Array(),
    ApproximateArrivalTimestamp: arrival,
  }: _Record): StreamRecord {
    const { shardId } = this;
    const arrivedAt = arrival?.getTime() ?? 0;
    return { shardId, sequenceNumber: SequenceNumber, partitionKey: PartitionKey, data: Data, arrivedAt };
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
