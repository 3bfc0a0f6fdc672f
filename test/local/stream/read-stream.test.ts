import { afterEach, describe, expect, it } from '@jest/globals';
import {
  GetRecordsCommand,
  GetShardIteratorCommand,
  KinesisClient,
  ListShardsCommand,
  type _Record,
} from '@aws-sdk/client-kinesis';
import { mockClient } from 'aws-sdk-client-mock';
import { markStream, readStream, type StreamMark } from '../../../local/stream/read-stream.ts';

const kinesis = mockClient(KinesisClient);
afterEach(() => {
  kinesis.reset();
});

const NOON = Date.UTC(2026, 10, 24, 12);
const sleeps: number[] = [];
const clock = {
  now: () => NOON,
  sleep: (milliseconds: number) => {
    sleeps.push(milliseconds);
    return Promise.resolve();
  },
};
const access = { client: new KinesisClient({ region: 'eu-west-2' }), streamName: 'programmes', clock };

const record = (sequenceNumber: string): _Record => ({
  SequenceNumber: sequenceNumber,
  PartitionKey: 'key',
  Data: Buffer.from(sequenceNumber),
});

async function read(from: StreamMark | 'TRIM_HORIZON'): Promise<string[]> {
  const found: string[] = [];
  for await (const { shardId, sequenceNumber } of readStream({ ...access, from })) {
    found.push(`${shardId}:${sequenceNumber}`);
  }
  return found;
}

/** A stream of these shards, each with pages of records; `parents` names the parents of a shard. */
function streamOf(shards: Record<string, string[][]>, parents: Record<string, string[]> = {}): void {
  kinesis.on(ListShardsCommand).resolves({
    Shards: Object.keys(shards).map((shardId) => ({
      ShardId: shardId,
      ParentShardId: parents[shardId]?.[0],
      AdjacentParentShardId: parents[shardId]?.[1],
      HashKeyRange: undefined,
      SequenceNumberRange: undefined,
    })),
  });
  for (const [shardId, pages] of Object.entries(shards)) {
    kinesis.on(GetShardIteratorCommand, { ShardId: shardId }).resolves({ ShardIterator: `${shardId}/0` });
    pages.forEach((page, index) => {
      const isLast = index === pages.length - 1;
      kinesis.on(GetRecordsCommand, { ShardIterator: `${shardId}/${index}` }).resolves({
        Records: page.map(record),
        NextShardIterator: `${shardId}/${index + 1}`,
        MillisBehindLatest: isLast ? 0 : 1000,
      });
    });
  }
}

function startsOf(shardId: string): unknown[] {
  return kinesis
    .commandCalls(GetShardIteratorCommand, { ShardId: shardId })
    .map(({ args }) => [args[0].input.ShardIteratorType, args[0].input.Timestamp]);
}

describe('readStream', () => {
  it('reads every shard page by page to its present end', async () => {
    streamOf({ a: [['1', '2'], ['3']], b: [[]] });

    expect(await read('TRIM_HORIZON')).toEqual(['a:1', 'a:2', 'a:3']);
    expect(startsOf('a')).toEqual([['TRIM_HORIZON', undefined]]);
  });

  it('goes on behind a page that is empty although more is to come, after a pause', async () => {
    sleeps.length = 0;
    streamOf({ a: [[], [], ['1']] });

    expect(await read('TRIM_HORIZON')).toEqual(['a:1']);
    expect(sleeps).toEqual([200, 200]);
  });

  it('asks for as many records as make half a megabyte, by those that it has seen', async () => {
    streamOf({ a: [['large'], [], ['small'], ['last']] });
    const answer = (iterator: string, bytes: number) =>
      kinesis.on(GetRecordsCommand, { ShardIterator: `a/${iterator}` }).resolves({
        Records: [{ ...record(iterator), Data: new Uint8Array(bytes) }],
        NextShardIterator: `a/${Number(iterator) + 1}`,
        MillisBehindLatest: 1000,
      });
    answer('0', 100_000);
    answer('2', 10);
    await read('TRIM_HORIZON');

    expect(kinesis.commandCalls(GetRecordsCommand).map(({ args }) => args[0].input.Limit)).toEqual([
      20, 5, 5, 10_000,
    ]);
  });

  it('ends with a shard that is closed', async () => {
    streamOf({ a: [['1'], []] });
    kinesis.on(GetRecordsCommand).resolves({ Records: [record('1')], MillisBehindLatest: 5 });

    expect(await read('TRIM_HORIZON')).toEqual(['a:1']);
  });

  it('reads parents to their end before their children', async () => {
    streamOf(
      { child: [['3']], merged: [['4']], a: [['1'], ['2']], b: [['1']] },
      { child: ['a'], merged: ['child', 'b'] },
    );
    const order = await read('TRIM_HORIZON');

    expect(order.indexOf('a:2')).toBeLessThan(order.indexOf('child:3'));
    expect(order.indexOf('b:1')).toBeLessThan(order.indexOf('merged:4'));
    expect(order.indexOf('child:3')).toBeLessThan(order.indexOf('merged:4'));
    expect(order).toHaveLength(5);
  });

  it('does not wait for a parent that Kinesis has forgotten', async () => {
    streamOf({ a: [['1']] }, { a: ['gone'] });

    expect(await read('TRIM_HORIZON')).toEqual(['a:1']);
  });

  it('lists shards page by page', async () => {
    streamOf({ a: [['1']], b: [['2']] });
    kinesis
      .on(ListShardsCommand, { StreamName: 'programmes' })
      .resolves({
        Shards: [{ ShardId: 'a', HashKeyRange: undefined, SequenceNumberRange: undefined }],
        NextToken: 't',
      })
      .on(ListShardsCommand, { NextToken: 't' }, true)
      .resolves({ Shards: [{ ShardId: 'b', HashKeyRange: undefined, SequenceNumberRange: undefined }] });

    expect((await read('TRIM_HORIZON')).sort()).toEqual(['a:1', 'b:2']);
  });

  it('starts behind a mark, and at the beginning of a shard that came after it', async () => {
    streamOf({ a: [['1']], b: [['2']] });
    const mark = { takenAt: NOON - 60_000, iterators: new Map([['a', 'a/0']]) };

    expect((await read(mark)).sort()).toEqual(['a:1', 'b:2']);
    expect(startsOf('a')).toEqual([]);
    expect(startsOf('b')).toEqual([['TRIM_HORIZON', undefined]]);
  });

  it('starts by time when the mark is older than its iterators live', async () => {
    streamOf({ a: [['1']] });
    const takenAt = NOON - 300_000;

    expect(await read({ takenAt, iterators: new Map([['a', 'expired']]) })).toEqual(['a:1']);
    expect(startsOf('a')).toEqual([['AT_TIMESTAMP', new Date(takenAt)]]);
  });
});

describe('markStream', () => {
  it('takes the present end of every shard', async () => {
    streamOf({ a: [['1']], b: [['2']] });

    expect(await markStream(access)).toEqual({
      takenAt: NOON,
      iterators: new Map([
        ['a', 'a/0'],
        ['b', 'b/0'],
      ]),
    });
    expect(startsOf('a')).toEqual([['LATEST', undefined]]);
  });
});
