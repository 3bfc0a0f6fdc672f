import { afterEach, describe, expect, it } from '@jest/globals';
import {
  GetRecordsCommand,
  GetShardIteratorCommand,
  KinesisClient,
  ListShardsCommand,
  type _Record,
} from '@aws-sdk/client-kinesis';
import { mockClient } from 'aws-sdk-client-mock';
import { readStream } from '../../../operate/stream/read-stream.ts';
import { markStream, type StreamMark } from '../../../operate/stream/stream-mark.ts';

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

async function read(from: StreamMark | 'start', signal?: AbortSignal): Promise<string[]> {
  const found: string[] = [];
  const options = { ...access, from, pauseMs: 0, ...(signal === undefined ? {} : { signal }) };
  for await (const page of readStream(options)) {
    found.push(...page.map(({ shardId, sequenceNumber }) => `${shardId}:${sequenceNumber}`));
  }
  return found;
}

/**
 * A stream of these shards, each with pages of records and an empty one at its end; `parents` names the parents of a
 * shard, `behind` is how far from its end all pages before the last one with records say they are.
 */
function streamOf(
  shards: Record<string, string[][]>,
  parents: Record<string, string[]> = {},
  behind = 1000,
): void {
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
    [...pages, []].forEach((page, index) => {
      kinesis.on(GetRecordsCommand, { ShardIterator: `${shardId}/${index}` }).resolves({
        Records: page.map(record),
        NextShardIterator: `${shardId}/${index + 1}`,
        MillisBehindLatest: index >= pages.length - 1 ? 0 : behind,
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

    expect(await read('start')).toEqual(['a:1', 'a:2', 'a:3']);
    expect(startsOf('a')).toEqual([['TRIM_HORIZON', undefined]]);
  });

  it('continues after a page that reports the end although records of the same millisecond follow', async () => {
    streamOf({ a: [['1', '2'], ['3'], ['4']] }, {}, 0);

    expect(await read('start')).toEqual(['a:1', 'a:2', 'a:3', 'a:4']);
    expect(kinesis.commandCalls(GetRecordsCommand)).toHaveLength(4);
  });

  it('continues after an empty page before the end, with a pause', async () => {
    sleeps.length = 0;
    streamOf({ a: [[], [], ['1']] });

    expect(await read('start')).toEqual(['a:1']);
    expect(sleeps).toEqual([250, 250]);
  });

  it('requests about half a megabyte, estimated from the records so far', async () => {
    streamOf({ a: [['large'], [], ['small'], ['last']] });
    const answer = (iterator: string, bytes: number) =>
      kinesis.on(GetRecordsCommand, { ShardIterator: `a/${iterator}` }).resolves({
        Records: [{ ...record(iterator), Data: new Uint8Array(bytes) }],
        NextShardIterator: `a/${Number(iterator) + 1}`,
        MillisBehindLatest: 1000,
      });
    answer('0', 100_000);
    answer('2', 10);
    await read('start');

    expect(kinesis.commandCalls(GetRecordsCommand).map(({ args }) => args[0].input.Limit)).toEqual([
      20, 5, 5, 10_000, 10_000,
    ]);
  });

  it('ends with a shard that is closed', async () => {
    streamOf({ a: [['1'], []] });
    kinesis.on(GetRecordsCommand).resolves({ Records: [record('1')], MillisBehindLatest: 5 });

    expect(await read('start')).toEqual(['a:1']);
  });

  it('reads parents to their end before their children', async () => {
    streamOf(
      { child: [['3']], merged: [['4']], a: [['1'], ['2']], b: [['1']] },
      { child: ['a'], merged: ['child', 'b'] },
    );
    const order = await read('start');

    expect(order.indexOf('a:2')).toBeLessThan(order.indexOf('child:3'));
    expect(order.indexOf('b:1')).toBeLessThan(order.indexOf('merged:4'));
    expect(order.indexOf('child:3')).toBeLessThan(order.indexOf('merged:4'));
    expect(order).toHaveLength(5);
  });

  it('does not wait for an expired parent', async () => {
    streamOf({ a: [['1']] }, { a: ['gone'] });

    expect(await read('start')).toEqual(['a:1']);
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

    expect((await read('start')).sort()).toEqual(['a:1', 'b:2']);
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

describe('a reading that is aborted', () => {
  const reason = new Error('enough');

  it('sends nothing if it is aborted from the beginning', async () => {
    streamOf({ a: [['1']] });

    await expect(read('start', AbortSignal.abort(reason))).rejects.toBe(reason);
    expect(kinesis.calls()).toHaveLength(0);
  });

  it.each([
    ['the list of shards', (fail: () => never) => kinesis.on(ListShardsCommand).callsFake(fail)],
    ['an iterator', (fail: () => never) => kinesis.on(GetShardIteratorCommand).callsFake(fail)],
    ['records', (fail: () => never) => kinesis.on(GetRecordsCommand).callsFake(fail)],
  ])('does not wait for %s', async (_, failWith) => {
    streamOf({ a: [['1']] });
    const reading = new AbortController();
    failWith(() => {
      reading.abort(reason);
      // The SDK rejects like this when its signal is aborted.
      throw Object.assign(new Error('Request aborted'), { name: 'AbortError' });
    });

    await expect(read('start', reading.signal)).rejects.toBe(reason);
    const requests = kinesis.calls();
    expect(requests.length).toBeGreaterThan(0);
    expect(requests.map(({ args }) => args.at(1))).toEqual(
      requests.map(() => ({ abortSignal: expect.objectContaining({ aborted: true, reason }) })),
    );
  });

  it('does not wait out a pause', async () => {
    streamOf({ a: [[], ['1']] });
    const reading = new AbortController();
    const sleep = (_: number, signal: AbortSignal) => {
      reading.abort(reason);
      return signal.aborted ? Promise.reject(reason) : Promise.resolve();
    };
    const options = { ...access, clock: { ...clock, sleep }, signal: reading.signal };

    await expect(readStream({ ...options, from: 'start' }).next()).rejects.toBe(reason);
    expect(kinesis.commandCalls(GetRecordsCommand)).toHaveLength(1);
  });

  it('does not ask for a further page', async () => {
    streamOf({ a: [['1'], ['2']] });
    const reading = new AbortController();
    const records = readStream({ ...access, from: 'start', signal: reading.signal });
    await records.next();
    reading.abort(reason);

    await expect(records.next()).rejects.toBe(reason);
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

  it('stops when it is aborted', async () => {
    const reason = new Error('enough');
    const marking = new AbortController();
    kinesis.on(ListShardsCommand).callsFake(() => {
      marking.abort(reason);
      throw Object.assign(new Error('Request aborted'), { name: 'AbortError' });
    });

    await expect(markStream({ ...access, signal: marking.signal })).rejects.toBe(reason);
    expect(kinesis.calls().map(({ args }) => args.at(1))).toEqual([{ abortSignal: marking.signal }]);
    await expect(markStream({ ...access, signal: marking.signal })).rejects.toBe(reason);
    expect(kinesis.calls()).toHaveLength(1);
  });
});

describe('reading until a moment', () => {
  it('leaves out later records, and ends at the first page of them', async () => {
    streamOf({ a: [['1', '2'], ['3'], ['4']] });
    const arrivals: Record<string, number> = { 1: NOON, 2: NOON + 1, 3: NOON + 2, 4: NOON };
    for (const [index, page] of [['1', '2'], ['3'], ['4']].entries()) {
      kinesis.on(GetRecordsCommand, { ShardIterator: `a/${index}` }).resolves({
        Records: page.map((number) => ({
          ...record(number),
          ApproximateArrivalTimestamp: new Date(arrivals[number] ?? 0),
        })),
        NextShardIterator: `a/${index + 1}`,
        MillisBehindLatest: 1_000,
      });
    }
    const found: string[] = [];
    for await (const page of readStream({ ...access, from: 'start', until: NOON + 1, pauseMs: 0 })) {
      found.push(...page.map(({ sequenceNumber }) => sequenceNumber));
    }

    expect(found).toEqual(['1']);
    expect(kinesis.commandCalls(GetRecordsCommand)).toHaveLength(2);
  });
});
