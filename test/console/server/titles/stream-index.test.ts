import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  GetRecordsCommand,
  GetShardIteratorCommand,
  KinesisClient,
  ListShardsCommand,
} from '@aws-sdk/client-kinesis';
import { mockClient } from 'aws-sdk-client-mock';
import { StreamIndex } from '../../../../console/server/titles/stream-index.ts';
import type { TitleEvent } from '../../../../events/types.ts';
import { FakeIo } from '../../../cli/support/fake-io.ts';
import { bytesOf, eventOf, removalOf } from '../../../operate/stream/support/events.ts';
import { settled } from '../../../support/settled.ts';

const kinesis = mockClient(KinesisClient);

const SHARDS = {
  Shards: [{ ShardId: 'shardId-0', HashKeyRange: undefined, SequenceNumberRange: undefined }],
};

describe('the index of the stream', () => {
  let waiting: unknown[];
  let sent: number;
  let index: StreamIndex;

  beforeEach(() => {
    // A reader of the previous test may still read, and must not take the events of this test.
    const own: unknown[] = [];
    waiting = own;
    sent = 0;
    kinesis.reset();
    kinesis.on(ListShardsCommand).resolves(SHARDS);
    kinesis.on(GetShardIteratorCommand).resolves({ ShardIterator: '0' });
    kinesis.on(GetRecordsCommand).callsFake(async () => {
      await settled();
      return {
        Records: own.splice(0).map((value) => {
          sent += 1;
          return { SequenceNumber: String(sent), PartitionKey: 'key', Data: bytesOf(value) };
        }),
        NextShardIterator: '0',
        MillisBehindLatest: 0,
      };
    });
    index = new StreamIndex(new KinesisClient({ region: 'eu-west-2' }), 'programmes', new FakeIo(), true);
  });

  afterEach(() => index.close());

  /** Polls until there are events, as a page does. */
  const news = async (seen?: Parameters<StreamIndex['since']>[0]) => {
    for (;;) {
      const found = index.since(seen);
      if (found !== undefined && found.update.events.length + found.update.faults.length > 0) return found;
      await settled();
    }
  };
  const publish = (...values: unknown[]) => waiting.push(...values);
  const named = (titleId: number, title: string): TitleEvent => {
    const event = eventOf(titleId);
    return { ...event, data: { ...event.data, title } };
  };

  it('sends a page all events once, then new ones', async () => {
    publish(eventOf(1), eventOf(2));
    const first = await news();
    expect(first.update.events.map(({ titleId }) => titleId)).toEqual([1, 2]);
    expect(first.update.events[0]).toMatchObject({
      type: 'added',
      at: Date.parse('2026-11-24T12:00:00Z'),
      kind: 'movie',
      shard: 'shardId-0',
      sequence: '1',
      copies: 1,
    });
    expect(index.since(first.seen)).toBeUndefined();

    publish(eventOf(3));
    const second = await news(first.seen);
    expect(second.update.events.map(({ titleId }) => titleId)).toEqual([3]);
    expect(index.since(undefined)?.update.events).toHaveLength(3);
  });

  it('reports an empty stream once', () => {
    const empty = index.since(undefined);

    expect(empty?.update).toEqual({ events: [], omitted: 0, faults: [] });
    expect(index.since(empty?.seen)).toBeUndefined();
  });

  it('reports invalid records even without a new event', async () => {
    publish(eventOf(1));
    const { seen } = await news();
    publish({ not: 'an event' });
    const { update } = await news(seen);

    expect(update.events).toEqual([]);
    expect(update.faults).toEqual([expect.stringMatching(/^record 2 of shardId-0: /)]);
  });

  it('counts the copies of an event, and returns each with its place', async () => {
    publish(eventOf(1), eventOf(1));
    await news();
    const { id } = eventOf(1);

    expect(index.ofTitle(1).map(({ copies, sequence }) => [copies, sequence])).toEqual([
      [2, '1'],
      [2, '2'],
    ]);
    expect(index.byId(id)).toHaveLength(2);
    expect(index.byId('nothing')).toEqual([]);
  });

  it('finds each title once, by its id or a part of its name, with its newest event', async () => {
    publish(named(1, 'Heat'), named(2, 'Heartland'), named(1, 'Heat II'), named(12, 'Wheat'));
    await news();
    const found = (text: string) => index.search(text).map(({ titleId, title }) => [titleId, title]);

    expect(found('HEAT')).toEqual([
      [1, 'Heat II'],
      [12, 'Wheat'],
    ]);
    expect(found('1')).toEqual([[1, 'Heat II']]);
    expect(found('nobody')).toEqual([]);
  });

  it('finds a removed title by the name in an earlier event', async () => {
    publish(named(1, 'Heat'), removalOf(1), removalOf(2));
    await news();
    const found = (text: string) => index.search(text).map(({ type, title }) => [type, title]);

    expect(index.ofTitle(1).map(({ type }) => type)).toEqual(['added', 'removed']);
    expect(found('heat')).toEqual([['added', 'Heat']]);
    expect(found('1')).toEqual([['added', 'Heat']]);
    expect(found('2')).toEqual([['removed', null]]);
  });

  it('keeps the newest 20,000 events, counts the dropped ones, and counts the copies of the kept ones', async () => {
    publish(eventOf(1), ...Array.from({ length: 19_998 }, () => eventOf(2)), eventOf(1), eventOf(1));
    const { update } = await news();

    expect(update.events).toHaveLength(20_000);
    expect(update.omitted).toBe(1);
    expect(index.ofTitle(1).map(({ copies }) => copies)).toEqual([2, 2]);
  });

  it('reports the error of reading once, and begins again', async () => {
    kinesis.on(ListShardsCommand).rejectsOnce(new Error('no such stream')).resolves(SHARDS);
    const failure = async () => {
      for (;;) {
        try {
          index.since(undefined);
        } catch (error) {
          return error;
        }
        await settled();
      }
    };

    expect(await failure()).toMatchObject({ message: expect.stringContaining('no such stream') });
    publish(eventOf(1));
    expect((await news()).update.events).toHaveLength(1);
  });
});
