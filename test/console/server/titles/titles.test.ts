import { describe, expect, it } from '@jest/globals';
import { DescribeExecutionCommand } from '@aws-sdk/client-sfn';
import { runsOfEvent } from '../../../../console/server/titles/event-runs.ts';
import { SharedCatalogue } from '../../../../console/server/catalogue/shared-catalogue.ts';
import { TitleNames } from '../../../../console/server/titles/title-names.ts';
import { listingOf } from '../../../../console/server/titles/title-index.ts';
import { searchTitles } from '../../../../console/server/titles/title-search.ts';
import { tellStory } from '../../../../console/server/titles/title-story.ts';
import type { StreamIndex } from '../../../../console/server/titles/stream-index.ts';
import type { StreamRow } from '../../../../console/api/index.ts';
import type { ConsoleContext } from '../../../../console/server/context.ts';
import { executionArnOf } from '../../../cli/support/fake-step-functions.ts';
import { fakeContext, ON_AWS } from '../support/fake-context.ts';
import { addRuns, type TitleRun } from '../support/title-runs.ts';

const SIX = '2026-11-24T06:00:10.000Z';
const SEVEN = '2026-11-24T07:00:10.000Z';
const first: TitleRun = {
  name: 'first',
  from: '2026-11-24T06:00:00Z',
  to: '2026-11-24T06:01:00Z',
  batches: [
    [{ id: 101, fetchedAt: SIX, record: { title: 'Amélie', year: 2001 } }],
    [
      { id: 102, setAside: { outcome: 'unanswered', error: 'Watchmode.Unavailable' } },
      { id: 103, setAside: { outcome: 'skipped', error: 'Watchmode.TitleNotFound' } },
    ],
  ],
};
const second: TitleRun = {
  name: 'second',
  from: '2026-11-24T07:00:00Z',
  to: '2026-11-24T07:01:00Z',
  batches: [
    [{ id: 102, fetchedAt: SEVEN, record: { title: 'Heat' } }],
    [{ id: 101, fetchedAt: SEVEN, record: { title: 'Amélie', year: 2002 } }],
  ],
  notStarted: [104],
};
/** A run that is concurrent with the second one, over the same titles. */
const beside: TitleRun = {
  ...second,
  name: 'beside',
  from: '2026-11-24T06:59:00Z',
  batches: [[{ id: 101, fetchedAt: '2026-11-24T07:00:09.000Z', record: { title: 'Amélie' } }]],
  notStarted: [],
};

const open = async (...runs: TitleRun[]): Promise<ConsoleContext> => {
  const { context, fake } = await fakeContext();
  addRuns(fake, ...runs);
  return context;
};
const get = (context: ConsoleContext, name: string) => context.models.get(executionArnOf(name));

/** The events of a title in the index of the stream. */
const published = (...times: string[]) =>
  times.map((time, index) => ({
    id: `event-${index}`,
    at: Date.parse(time),
    type: 'added',
    titleId: 101,
    title: 'Amélie',
    year: 2001,
    kind: 'movie',
    note: null as string | null,
    shard: 'shardId-0',
    sequence: String(index),
    copies: 1,
  }));
/** The event of a title that left a service. */
const departed = (time: string) =>
  published(time).map((row) => ({
    ...{ ...row, id: 'left', type: 'left' },
    ...{ title: null, year: null, kind: null, note: 'Netflix, GB' },
  }));
const withStream = (context: ConsoleContext, rows: readonly StreamRow[]): ConsoleContext => ({
  ...context,
  stream: {
    read: () => Promise.resolve(),
    ofTitle: () => rows,
    search: () => rows,
    byId: () => [],
  } as unknown as StreamIndex,
});

describe('the listing of a run', () => {
  it('has the position of a title and the time', async () => {
    const context = await open(second);

    expect(listingOf(await get(context, 'second'), 102)).toEqual({
      at: Date.parse('2026-11-24T06:00:04Z'),
      position: 0,
    });
    expect(listingOf(await get(context, 'second'), 101)).toMatchObject({ position: 1 });
    expect(listingOf(await get(context, 'second'), 999)).toBeUndefined();
  });
});

describe('the child that has a title', () => {
  it('is searched from the position of the title outwards', async () => {
    const { context, fake } = await fakeContext();
    const batches = Array.from({ length: 9 }, (_, index) => [{ id: 200 + index, fetchedAt: SIX }]);
    addRuns(fake, { ...first, batches });
    const model = await get(context, 'first');
    const listing = listingOf(model, 207);
    fake.mock.resetHistory();
    const child = listing === undefined ? undefined : await context.titles.childWith(model, 207, listing);

    expect(child?.arn).toBe(executionArnOf('first-child-7'));
    expect(fake.mock.commandCalls(DescribeExecutionCommand)).toHaveLength(1);
  });

  it('is undefined before it was started', async () => {
    const context = await open(second);
    const model = await get(context, 'second');

    expect(await context.titles.childWith(model, 104, { at: 0, position: 2 })).toBeUndefined();
  });
});

describe('the story of a title', () => {
  it('has a chapter for each run, the newest first, with the changes of the record', async () => {
    const context = withStream(await open(first, second), published(SIX, SEVEN));
    const story = await tellStory(context, 101);

    expect(story).toMatchObject({ id: 101, title: 'Amélie', year: 2002, kind: 'movie', runsLookedInto: 2 });
    expect(story.chapters).toMatchObject([
      {
        run: { name: 'second' },
        child: 'title-ingestion:second-child-1',
        outcome: 'fetched',
        publish: 'published',
        changes: [{ path: 'year', before: '2001', after: '2002' }],
        events: [{ id: 'event-1' }],
      },
      { run: { name: 'first' }, outcome: 'fetched', changes: [], events: [{ id: 'event-0' }] },
    ]);
  });

  it('shows a title without an answer as deferred with its error, and a listed title as listed', async () => {
    const context = await open(first, second);
    const { chapters } = await tellStory(context, 102);

    expect(chapters).toMatchObject([
      { run: { name: 'second' }, outcome: 'fetched', waited: true },
      {
        run: { name: 'first' },
        outcome: 'deferred',
        reason: 'Watchmode.Unavailable: HTTP 503',
        record: null,
      },
    ]);
    expect((await tellStory(context, 103)).chapters).toMatchObject([{ outcome: 'skipped', publish: null }]);
    expect((await tellStory(context, 104)).chapters).toMatchObject([{ outcome: 'listed', child: null }]);
    expect((await tellStory(context, 999)).chapters).toEqual([]);
  });

  it('shows a title that was fetched in a failed child as not published', async () => {
    const context = await open({ ...first, batches: first.batches.slice(0, 1), childStatus: 'FAILED' });

    expect((await tellStory(context, 101)).chapters).toMatchObject([
      { outcome: 'fetched', publish: 'not published' },
    ]);
  });

  it('has the services that the title left, and the name from before', async () => {
    const later = '2026-11-25T06:00:00.000Z';
    const context = withStream(await open(), [...published(SIX), ...departed(SEVEN), ...departed(later)]);
    const story = await tellStory(context, 101);

    expect(story).toMatchObject({ title: 'Amélie', chapters: [] });
    expect(story.notices.map(({ at, note }) => [at, note])).toEqual([
      [Date.parse(later), 'Netflix, GB'],
      [Date.parse(SEVEN), 'Netflix, GB'],
    ]);
  });

  it('has the services that a run no longer found the title on, without those of events that were read', async () => {
    const left = [
      { titleId: 101, from: 'GB:203' },
      { titleId: 102, from: 'GB:203' },
      { titleId: 101, from: 'IE:9' },
    ];
    const opened = await open({ ...first, batches: [[]], left });
    const context = {
      ...opened,
      names: new TitleNames(null, () => Promise.resolve(new Map([[101, 'Amélie']]))),
      catalogue: new SharedCatalogue(() =>
        Promise.resolve({
          tableName: 'TvGuideCatalogue',
          readNames: () => Promise.resolve([{ id: 203, name: 'Netflix' }]),
          readArrivals: () => Promise.reject(new Error('nobody asks')),
          close: () => Promise.resolve(),
        }),
      ),
    };
    const at = Date.parse(first.from);

    expect(await tellStory(context, 101)).toMatchObject({
      title: 'Amélie',
      departures: [{ name: 'first', at, services: ['Netflix, GB', 'source 9, IE'] }],
    });
    expect((await tellStory(context, 103)).departures).toEqual([]);
    expect((await tellStory(withStream(context, departed(first.from)), 101)).departures).toEqual([]);
  });

  it('gives each of two concurrent runs the event of its own fetch', async () => {
    const context = withStream(await open(beside, second), published('2026-11-24T07:00:09.000Z', SEVEN));
    const { chapters } = await tellStory(context, 101);

    expect(chapters.map(({ run, events }) => [run.name, events.map(({ id }) => id)])).toEqual([
      ['second', ['event-1']],
      ['beside', ['event-0']],
    ]);
  });
});

describe('the run of an event', () => {
  it('is the run that listed the title and ran at that time', async () => {
    const other = { ...beside, name: 'other', batches: [[{ id: 777, fetchedAt: SEVEN }]] };
    const at = Date.parse('2026-11-24T07:00:30Z');

    expect(await runsOfEvent(await open(first, second, other), { type: 'added', titleId: 101, at })).toEqual([
      'title-ingestion:second',
    ]);
  });

  it('is found by the time of the fetch if two such runs were concurrent', async () => {
    const context = await open(first, second, beside);

    expect(await runsOfEvent(context, { type: 'added', titleId: 101, at: Date.parse(SEVEN) })).toEqual([
      'title-ingestion:second',
    ]);
    expect(
      await runsOfEvent(context, { type: 'added', titleId: 101, at: Date.parse('2026-11-24T07:00:09.000Z') }),
    ).toEqual(['title-ingestion:beside']);
  });

  it('is one of several if no history has the fetch, and none if no run ran then', async () => {
    const context = await open(first, second, beside);

    expect(
      await runsOfEvent(context, { type: 'added', titleId: 101, at: Date.parse('2026-11-24T07:00:30Z') }),
    ).toEqual(['title-ingestion:second', 'title-ingestion:beside']);
    expect(
      await runsOfEvent(context, { type: 'added', titleId: 101, at: Date.parse('2026-11-24T09:00:00Z') }),
    ).toEqual([]);
  });
});

describe('the run of an event without a record', () => {
  it('is any that ran at that time: no run fetches a title that left, or reference data', async () => {
    const context = await open(first, second);
    const at = Date.parse('2026-11-24T07:00:30Z');

    for (const event of [
      { type: 'left', titleId: 9, at },
      { type: 'source listed', titleId: null, at },
    ]) {
      expect(await runsOfEvent(context, event)).toEqual(['title-ingestion:second']);
      expect(await runsOfEvent(context, { ...event, at: at + 3 * 3_600_000 })).toEqual([]);
    }
  });
});

describe('a search for titles', () => {
  it('finds fetched titles by name, and reports the numbers of runs and children searched', async () => {
    const context = await open(first, second);

    expect(await searchTitles(context, 'hea')).toEqual({
      hits: [{ id: 102, title: 'Heat', year: null, kind: 'movie' }],
      more: false,
      streamProblem: 'this console has no stream',
      runs: 2,
      children: 4,
    });
    expect((await searchTitles(context, 'AMÉL')).hits).toMatchObject([{ id: 101, year: 2002 }]);
    expect(await searchTitles(context, 'nobody')).toMatchObject({ hits: [], runs: 2, children: 4 });
  });

  it('finds an id that was listed and never fetched, and stops there', async () => {
    const context = await open(first, second);

    expect(await searchTitles(context, '104')).toEqual({
      hits: [{ id: 104, title: null, year: null, kind: null }],
      more: false,
      streamProblem: 'this console has no stream',
      runs: 1,
      children: 0,
    });
  });

  it('searches more than ten runs for an id, and no run for a title on the stream', async () => {
    const later = Array.from({ length: 12 }, (_, index) => ({
      ...second,
      name: `later-${index}`,
      from: `2026-11-24T08:${10 + index}:00Z`,
      batches: [],
      notStarted: [],
    }));
    const context = await open(first, ...later);

    expect(await searchTitles(context, '103')).toMatchObject({ hits: [{ id: 103 }], runs: 13 });
    expect(await searchTitles(withStream(context, published(SIX)), '101')).toMatchObject({
      hits: [{ id: 101, title: 'Amélie' }],
      runs: 0,
    });
  });

  it('reads at most ten children for a name on AWS', async () => {
    const { context, fake } = await fakeContext([], ON_AWS);
    const batches = Array.from({ length: 9 }, (_, index) => [{ id: 200 + index, fetchedAt: SIX }]);
    addRuns(fake, { ...first, batches }, { ...second, batches, notStarted: [] });

    expect(await searchTitles(context, 'nobody')).toMatchObject({ hits: [], runs: 2, children: 10 });
  });
});
