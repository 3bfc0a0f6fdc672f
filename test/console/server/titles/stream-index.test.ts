import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { StreamIndex } from '../../../../console/server/titles/stream-index.ts';
import type { TitleEvent } from '../../../../events/types.ts';
import { FakeIo } from '../../../cli/support/fake-io.ts';
import { eventOf, leftOf, regionOf, removalOf, sourceOf } from '../../../operate/stream/support/events.ts';
import { settled } from '../../../support/settled.ts';
import { FakeStream } from './support/fake-stream.ts';

const fake = new FakeStream();
const SHARD = 'shardId-0';

describe('the index of the stream', () => {
  let index: StreamIndex;

  beforeEach(() => {
    fake.reset();
    fake.put(SHARD);
    index = new StreamIndex(fake.client, 'programmes', new FakeIo(), true);
  });

  afterEach(() => index.close());

  /** Polls until there are events, as a page does. */
  const news = async (seen?: Parameters<StreamIndex['since']>[0]) => {
    for (;;) {
      const found = index.since(seen);
      if (found !== undefined && index.failure === undefined && found.update.isRead) {
        if (found.update.events.length + found.update.faults.length > 0) return found;
      }
      await settled();
    }
  };
  const polled = (isReached: () => boolean) =>
    settled(() => {
      index.since(undefined);
      return isReached();
    });
  const notes = () => index.since(undefined)?.update.events.map(({ note }) => note) ?? [];
  const publish = (...values: unknown[]) => fake.put(SHARD, ...values);
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
      sequence: '1-0',
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

    expect(empty?.update).toEqual({
      isWhole: true,
      isRead: false,
      events: [],
      kept: 0,
      omitted: 0,
      faults: [],
    });
    expect(index.since(empty?.seen)).toBeUndefined();
  });

  it('tells once when an empty stream has been read', async () => {
    const empty = index.since(undefined);
    await index.read();
    const read = index.since(empty?.seen);

    expect(read?.update).toMatchObject({ isWhole: false, isRead: true, events: [] });
    expect(index.since(read?.seen)).toBeUndefined();
  });

  it('reports invalid records even without a new event', async () => {
    publish(eventOf(1));
    const { seen } = await news();
    publish({ not: 'an event' });
    const { update } = await news(seen);

    expect(update.events).toEqual([]);
    expect(update.faults).toEqual([expect.stringMatching(/^record 1-1 of shardId-0: /)]);
  });

  it('counts the copies of an event, and returns each with its place', async () => {
    publish(eventOf(1), eventOf(1));
    await news();
    const { id } = eventOf(1);

    expect(index.ofTitle(1).map(({ copies, sequence }) => [copies, sequence])).toEqual([
      [2, '1-0'],
      [2, '1-1'],
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

  it('never takes a source or a region for a title, and says what a title left', async () => {
    publish(sourceOf(203, 'Netflix'), named(203, 'Heat'), leftOf(203, 203), regionOf('GB', 'Britain', false));
    const { update } = await news();
    const told = update.events.map(({ type, titleId, title, note }) => [type, titleId, title, note]);

    expect(told).toEqual([
      ['added', 203, 'Heat', null],
      ['left', 203, null, 'Netflix, GB'],
      ['source listed', null, null, '203 Netflix'],
      ['region listed', null, null, 'GB Britain, not on the plan'],
    ]);
    expect(index.ofTitle(203).map(({ type }) => type)).toEqual(['added', 'left']);
    expect(index.search('netflix')).toEqual([]);
    expect(index.search('203').map(({ type }) => type)).toEqual(['added']);
  });

  it('takes names of services that no event has from the catalogue, once', async () => {
    index.close();
    fake.page = 10;
    let asked = 0;
    const services = [
      { id: 409, name: 'Film4' },
      { id: 203, name: 'an old name' },
    ];
    index = new StreamIndex(fake.client, 'programmes', new FakeIo(), true, () => {
      asked += 1;
      return Promise.resolve(services);
    });
    publish(leftOf(1, 409), sourceOf(203, 'Netflix'), leftOf(1, 203), leftOf(1, 9));
    await polled(() => notes()[0] === 'Film4, GB');

    expect(notes()).toEqual(['Film4, GB', 'Netflix, GB', 'source 9, GB', '203 Netflix']);
    expect(index.byId(leftOf(1, 409).id)[0]?.row.note).toBe('Film4, GB');
    const { seen } = index.since(undefined)!;
    publish(leftOf(2, 9));
    const { update } = await news(seen);
    expect(update).toMatchObject({ isWhole: false, events: [{ note: 'source 9, GB' }] });
    expect(asked).toBe(1);
  });

  it('says why names of services are missing', async () => {
    index.close();
    index = new StreamIndex(fake.client, 'programmes', new FakeIo(), true, () =>
      Promise.reject(new Error('DynamoDB is gone.')),
    );
    publish(leftOf(1, 409));
    await polled(() => index.since(undefined)?.update.faults.length === 1);

    expect(notes()).toEqual(['source 409, GB']);
    expect(index.since(undefined)?.update.faults).toEqual([
      'The names of services are missing. DynamoDB is gone.',
    ]);
  });

  it('keeps the newest 20,000 events, counts the dropped ones, and counts the copies of the kept ones', async () => {
    fake.page = 2_000;
    publish(eventOf(1), ...Array.from({ length: 19_998 }, () => eventOf(2)), eventOf(1), eventOf(1));
    const { update } = await news();

    expect(update.events).toHaveLength(20_000);
    expect(update.omitted).toBe(1);
    expect(index.ofTitle(1).map(({ copies }) => copies)).toEqual([2, 2]);
  });

  it('orders the events of all shards by time', async () => {
    const at = (titleId: number, time: string) => ({ ...eventOf(titleId), time: `2026-11-24T${time}:00Z` });
    fake.put('shardId-0', at(1, '12:00'), at(1, '12:03'));
    fake.put('shardId-1', at(2, '12:01'), at(2, '12:02'), named(3, 'Heat'));
    await index.read();

    expect(index.since(undefined)?.update.events.map(({ titleId }) => titleId)).toEqual([1, 3, 2, 2, 1]);
    expect(index.ofTitle(1).map(({ sequence }) => sequence)).toEqual(['1-0', '1-1']);
  });

  it('counts what is there after a failed read', async () => {
    publish(eventOf(1), eventOf(2), eventOf(1), eventOf(4));
    await index.read();
    fake.onRead = () => {
      fake.onRead = () => undefined;
      throw new Error('broken');
    };
    await polled(() => index.failure !== undefined);
    await expect(index.read()).rejects.toThrow('broken');
    await polled(() => index.failure === undefined);
    const { seen } = await news();
    publish(eventOf(5));
    expect((await news(seen)).update).toMatchObject({ kept: 5, events: [{ titleId: 5, copies: 1 }] });

    expect(index.since(undefined)?.update.events.map(({ copies }) => copies)).toEqual([2, 1, 2, 1, 1]);
  });

  it('sends the events of the new stream alone when the stream was replaced', async () => {
    publish(eventOf(1), eventOf(2));
    const old = await news();
    fake.replace();
    publish(eventOf(3));
    fake.onRead = () => {
      fake.onRead = () => undefined;
      throw new Error('gone');
    };
    let update;
    do {
      await settled();
      update = index.since(old.seen)?.update;
    } while (update === undefined || update.events.length === 0);

    expect(update).toMatchObject({ isWhole: true, kept: 1, events: [{ titleId: 3, copies: 1 }] });
  });
});
