import { beforeEach, describe, expect, it } from '@jest/globals';
import {
  ExpiredIteratorException,
  GetRecordsCommand,
  GetShardIteratorCommand,
  KinesisClient,
  ListShardsCommand,
  type Shard,
} from '@aws-sdk/client-kinesis';
import { mockClient } from 'aws-sdk-client-mock';
import { type ReadOptions, readStream } from '../../../operate/stream/read-stream.ts';

const kinesis = mockClient(KinesisClient);
const streamName = 'ProgrammeDataStream';
const encoder = new TextEncoder();

/** A shard of the fake stream; `closed` once resharding has taken its place. */
interface FakeShard {
  readonly records: string[];
  readonly parents: readonly string[];
  closed: boolean;
  /** The children that GetRecords names at the end; undefined: this server names none. */
  children?: readonly string[];
}

let shards: Map<string, FakeShard>;
/** Called before each pause, so that a test can let things happen while the reader waits. */
let atPause: (count: number) => void;
let pauses: number[];
/** The MillisBehindLatest of a page that is followed by records. */
let behind: number;

const shard = (records: string[], parents: string[] = [], closed = false): FakeShard => ({
  records,
  parents,
  closed,
});

function listed([id, { parents, closed }]: readonly [string, FakeShard]): Shard {
  return {
    ShardId: id,
    HashKeyRange: undefined,
    SequenceNumberRange: { StartingSequenceNumber: '0', ...(closed ? { EndingSequenceNumber: '9' } : {}) },
    ...(parents[0] === undefined ? {} : { ParentShardId: parents[0] }),
    ...(parents[1] === undefined ? {} : { AdjacentParentShardId: parents[1] }),
  };
}

beforeEach(() => {
  shards = new Map();
  pauses = [];
  behind = 1000;
  atPause = () => undefined;
  kinesis.reset();
  // Pages of two shards; the token alone names the stream, as Kinesis wants it.
  kinesis.on(ListShardsCommand).callsFake((input: { StreamName?: string; NextToken?: string }) => {
    if ((input.StreamName === undefined) === (input.NextToken === undefined))
      throw new Error('one or the other');
    const from = Number(input.NextToken ?? 0);
    const all = [...shards].map(listed);
    const more = from + 2 < all.length;
    return Promise.resolve({
      Shards: all.slice(from, from + 2),
      ...(more ? { NextToken: String(from + 2) } : {}),
    });
  });
  kinesis.on(GetShardIteratorCommand).callsFake((input: Record<string, string>) => {
    const { ShardId = '', ShardIteratorType, StartingSequenceNumber } = input;
    const length = shards.get(ShardId)?.records.length ?? 0;
    const at = {
      TRIM_HORIZON: 0,
      LATEST: length,
      AT_TIMESTAMP: 0,
      AFTER_SEQUENCE_NUMBER: Number(StartingSequenceNumber) + 1,
    }[ShardIteratorType as 'LATEST'];
    return Promise.resolve({ ShardIterator: `${ShardId}/${at}` });
  });
  kinesis.on(GetRecordsCommand).callsFake(({ ShardIterator = '' }: { ShardIterator?: string }) => {
    const [id = '', at = ''] = ShardIterator.split('/');
    const { records, closed, children } = shards.get(id)!;
    // Two records a read.
    const page = records.slice(Number(at), Number(at) + 2);
    const end = Number(at) + page.length;
    const isOver = end === records.length;
    return Promise.resolve({
      Records: page.map((data, index) => ({
        SequenceNumber: String(Number(at) + index),
        PartitionKey: '1',
        Data: encoder.encode(data),
      })),
      MillisBehindLatest: isOver ? 0 : behind,
      ...(isOver && closed
        ? {
            ChildShards: children?.map((child) => ({
              ShardId: child,
              ParentShards: [...shards.get(child)!.parents],
              HashKeyRange: undefined,
            })),
          }
        : { NextShardIterator: `${id}/${end}` }),
    });
  });
});

async function read(options: Partial<ReadOptions> = {}, limit = Infinity): Promise<string[]> {
  const found: string[] = [];
  const pages = readStream({
    client: new KinesisClient({}),
    streamName,
    from: 'start',
    follow: false,
    clock: {
      now: () => 0,
      sleep: (milliseconds) => {
        pauses.push(milliseconds);
        atPause(pauses.length);
        return Promise.resolve();
      },
    },
    ...options,
  });
  for await (const records of pages) {
    found.push(...records.map(({ shardId, data }) => `${shardId}:${new TextDecoder().decode(data)}`));
    if (found.length >= limit) break;
  }
  return found;
}

describe('readStream that follows', () => {
  it('reads all shards, those of later pages too, to their present ends', async () => {
    shards.set('a', shard(['1', '2', '3']));
    shards.set('b', shard([]));
    shards.set('c', shard(['4']));
    expect((await read()).sort()).toEqual(['a:1', 'a:2', 'a:3', 'c:4']);
  });

  it('continues after a page that reports the end although records of the same millisecond follow', async () => {
    shards.set('a', shard(['1', '2', '3', '4', '5']));
    behind = 0;
    expect(await read()).toEqual(['a:1', 'a:2', 'a:3', 'a:4', 'a:5']);
  });

  it('reads a split shard before its children, and a merged one after both parents', async () => {
    shards.set('c1', shard(['late'], ['p']));
    shards.set('c2', shard(['later'], ['p']));
    shards.set('m', shard(['last'], ['c1', 'c2']));
    shards.set('p', shard(['first', 'second', 'third'], [], true));
    shards.get('c1')!.closed = true;
    shards.get('c2')!.closed = true;
    const found = await read();
    expect(found.slice(0, 3)).toEqual(['p:first', 'p:second', 'p:third']);
    expect(found.slice(3, 5).sort()).toEqual(['c1:late', 'c2:later']);
    expect(found.slice(5)).toEqual(['m:last']);
  });

  it('reads a shard whose parents have left the retention period', async () => {
    shards.set('c', shard(['1'], ['gone']));
    expect(await read()).toEqual(['c:1']);
  });

  it.each([
    ['that the server names', ['n1', 'n2']],
    ['that it has to look for', undefined],
  ])('follows resharding to children %s, from their first record on', async (_, children) => {
    shards.set('p', shard(['1']));
    atPause = (count) => {
      if (count !== 1) return;
      shards.set('p', { ...shard(['1', '2'], [], true), ...(children === undefined ? {} : { children }) });
      shards.set('n1', shard(['3'], ['p']));
      shards.set('n2', shard(['4'], ['p']));
    };
    expect(await read({ from: 'latest', follow: true }, 3)).toEqual(['p:2', 'n1:3', 'n2:4']);
  });

  it('begins after the newest record with latest, and skips closed shards', async () => {
    shards.set('closed', shard(['old'], [], true));
    shards.set('open', shard(['1'], ['closed']));
    atPause = (count) => {
      if (count === 2) shards.get('open')!.records.push('2');
    };
    expect(await read({ from: 'latest', follow: true }, 1)).toEqual(['open:2']);
    // Later requests come from the reader, which is ahead of its consumer.
    expect(pauses.slice(0, 3)).toEqual([1000, 1000, 250]);
    const begun = kinesis.commandCalls(GetShardIteratorCommand).map(({ args: [{ input }] }) => input.ShardId);
    expect(begun).toEqual(['open']);
  });

  it('begins at a moment', async () => {
    shards.set('a', shard(['1']));
    await read({ from: Date.UTC(2026, 10, 24) });
    expect(kinesis.commandCalls(GetShardIteratorCommand)[0]?.args[0].input).toEqual({
      StreamName: streamName,
      ShardId: 'a',
      ShardIteratorType: 'AT_TIMESTAMP',
      Timestamp: new Date('2026-11-24T00:00:00Z'),
    });
  });

  it('continues after the last record when an iterator has expired', async () => {
    shards.set('a', shard(['1', '2', '3']));
    kinesis
      .on(GetRecordsCommand, { ShardIterator: 'a/2' })
      .rejectsOnce(new ExpiredIteratorException({ message: 'Iterator expired', $metadata: {} }))
      .callsFake(() =>
        Promise.resolve({
          Records: [{ SequenceNumber: '2', PartitionKey: '1', Data: encoder.encode('3') }],
          MillisBehindLatest: 0,
          NextShardIterator: 'a/3',
        }),
      );
    expect(await read()).toEqual(['a:1', 'a:2', 'a:3']);
    expect(kinesis.commandCalls(GetShardIteratorCommand).at(-1)?.args[0].input).toMatchObject({
      ShardIteratorType: 'AFTER_SEQUENCE_NUMBER',
      StartingSequenceNumber: '1',
    });
  });

  it('fails when one shard fails, while the others wait for records', async () => {
    shards.set('a', shard(['1']));
    shards.set('b', shard([]));
    shards.set('c', shard([]));
    kinesis.on(GetRecordsCommand, { ShardIterator: 'b/0' }).rejects(new Error('no shard b'));

    await expect(read({ follow: true })).rejects.toThrow('no shard b');
  });

  it('continues each shard after a checkpoint, and begins others at their start', async () => {
    shards.set('a', shard(['1', '2', '3']));
    shards.set('b', shard(['4', '5']));
    shards.set('c', shard(['6']));
    const after = new Map([
      ['a', '1'],
      ['b', '1'],
    ]);

    expect((await read({ from: { after, otherwise: 'start' } })).sort()).toEqual(['a:3', 'c:6']);
  });

  it('says of each shard that it is behind, until it has been read to its end', async () => {
    shards.set('p', shard(['1'], [], true));
    shards.set('n', shard(['2'], ['p']));
    const said: string[] = [];
    await read({ onShard: (id, isBehind) => said.push(`${id} ${isBehind ? 'behind' : 'read'}`) });

    // The child begins before its parent is read, so that there is no moment at which all are.
    expect(said).toEqual(['p behind', 'n behind', 'p read', 'n behind', 'n read']);
  });

  it('reads a shard at most four times a second while it is behind', async () => {
    shards.set('a', shard(['1', '2', '3', '4', '5']));
    await read();
    expect(pauses).toEqual([250, 250, 250]);
  });
});
