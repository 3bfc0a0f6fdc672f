import { beforeEach, describe, expect, it } from '@jest/globals';
import type { InnerState, MapRunView, RunHead, RunUpdate, VisitRow } from '../../../../console/api/index.ts';
import { RunStore } from '../../../../console/web/run/run-store.ts';
import '../support/group-by.ts';
import { visit } from '../support/visits.ts';

const head = (status: string) => ({ status }) as RunHead;
const mapRun = (items: Partial<MapRunView['items']>) =>
  ({ id: 'map-run', items: { total: 0, succeeded: 0, failed: 0, running: 0, ...items } }) as MapRunView;
const update = (given: Partial<RunUpdate> = {}): RunUpdate => ({
  head: head('RUNNING'),
  definition: null,
  visits: [],
  events: [],
  mapRuns: [],
  reading: false,
  ...given,
});
const event = (id: number) => ({ id, previous: id - 1, at: id, type: 'Any', text: '', visit: null });

let store: RunStore;
beforeEach(() => {
  store = new RunStore();
});
const holding = (...visits: VisitRow[]) => {
  store.take(update({ visits }), true);
  return store;
};

describe('the store of a run', () => {
  it('holds the newest version of each visit, in the order of their ids', () => {
    store.take(
      update({ visits: [visit(7), visit(2, { status: 'running' })], events: [event(1)], reading: true }),
      true,
    );
    store.take(update({ visits: [visit(2), visit(5)], events: [event(2)], head: head('SUCCEEDED') }), false);

    expect(store.visits.value.map(({ id, status }) => [id, status])).toEqual([
      [2, 'succeeded'],
      [5, 'succeeded'],
      [7, 'succeeded'],
    ]);
    expect(store.events.value.map(({ id }) => id)).toEqual([1, 2]);
    expect(store.visit(5)?.id).toBe(5);
    expect([store.head.value?.status, store.reading.value]).toEqual(['SUCCEEDED', false]);
  });

  it('keeps what an update does not contain', () => {
    store.take(update({ definition: { StartAt: 'A' }, mapRuns: [mapRun({})], visits: [visit(2)] }), true);
    const { visits, events, mapRuns } = store;
    const before = [visits.value, events.value, mapRuns.value];
    store.take(update(), false);

    expect(store.definition.value).toEqual({ StartAt: 'A' });
    // The same objects, so that nothing is drawn again.
    for (const [index, now] of [visits.value, events.value, mapRuns.value].entries())
      expect(now).toBe(before[index]);
  });

  it('is replaced by a whole run', () => {
    store.take(
      {
        ...update({ visits: [visit(2)], events: [event(1)], mapRuns: [mapRun({})] }),
        inner: inside('Fetch'),
      },
      true,
    );
    store.take(update({ visits: [visit(3)] }), true);

    expect(store.visits.value.map(({ id }) => id)).toEqual([3]);
    expect(store.visit(2)).toBeUndefined();
    expect([store.events.value, store.mapRuns.value, store.inner.value]).toEqual([[], [], null]);
  });

  it('takes updates of the children alone, and keeps them otherwise', () => {
    holding(visit(2));
    store.take({ inner: inside('Fetch') }, false);
    store.take(update(), false);

    expect(store.inner.value?.states.map(({ name }) => name)).toEqual(['Fetch']);
    expect(store.visits.value).toHaveLength(1);
  });

  it('has the comments of all states, those of inner machines included', () => {
    store.take(
      update({
        definition: {
          Comment: 'Of the machine.',
          States: {
            A: { Type: 'Map', Comment: 'All.', ItemProcessor: { States: { B: { Comment: 'One.' }, C: {} } } },
          },
        },
      }),
      true,
    );

    expect([...store.comments.value]).toEqual([
      ['A', 'All.'],
      ['B', 'One.'],
    ]);
  });
});

describe('the transitions that were taken', () => {
  it('connect states of the same machine, separately for each iteration and branch', () => {
    holding(
      visit(1, { name: 'List' }),
      visit(2, { name: 'Map' }),
      visit(3, { name: 'Fetch', parent: 2, iteration: 0 }),
      visit(4, { name: 'Fetch', parent: 2, iteration: 1 }),
      visit(5, { name: 'Pace', parent: 2, iteration: 0 }),
      visit(6, { name: 'Sum' }),
    );

    expect([...store.ways.value].map((way) => way.split('\n').join(' > ')).sort()).toEqual([
      'Fetch > Pace',
      'List > Map',
      'Map > Sum',
    ]);
  });
});

describe('the mark of a state in the graph', () => {
  const note = (name = 'Work') => store.marks.value.get(name)?.note;

  it.each<[VisitRow['status'][], string]>([
    [['succeeded', 'caught'], 'caught'],
    [['aborted', 'caught'], 'aborted'],
    [['running', 'aborted', 'succeeded'], 'running'],
    [['retrying', 'running'], 'retrying'],
    [['succeeded', 'failed', 'running'], 'failed'],
    [['succeeded'], 'succeeded'],
  ])('has the worst of %j: %s', (statuses, worst) => {
    holding(...statuses.map((status, index) => visit(index + 1, { status })));

    expect(store.marks.value.get('Work')?.status).toBe(worst);
  });

  it('has the numbers of visits and retries', () => {
    expect([holding(visit(1)), note()][1]).toBe('');
    expect([holding(visit(1, { retries: 1 })), note()][1]).toBe('1 retry');
    expect([holding(visit(1, { retries: 2 }), visit(2, { retries: 1 })), note()][1]).toBe(
      '2 times, 3 retries',
    );
    expect([holding(visit(1), visit(2)), note()][1]).toBe('2 times');
  });

  it('has the number and the share of finished items of its Map Run', () => {
    store.take(
      update({
        visits: [visit(1, { mapRun: 'map-run' })],
        mapRuns: [mapRun({ total: 1_000, succeeded: 250, failed: 10, running: 100 })],
      }),
      true,
    );

    expect(store.marks.value.get('Work')).toEqual({
      status: 'succeeded',
      note: '250 of 1,000 items, 10 failed',
      share: { good: 0.25, bad: 0.01, busy: 0.1 },
    });
    store.take(update({ mapRuns: [mapRun({ total: 0 })] }), false);
    expect(store.marks.value.get('Work')).toMatchObject({ note: '0 of 0 items', share: null });
  });

  it('has the number of started iterations of an inline Map', () => {
    const map = visit(1, { type: 'Map' });
    const inner = [0, 0, 1].map((iteration, index) =>
      visit(index + 2, { name: 'Inner', parent: 1, iteration }),
    );

    expect([holding(map, ...inner), note()][1]).toBe('2 iterations');
    expect([holding(map), note()][1]).toBe('no items');
    expect([holding({ ...map, exitedAt: null }), note()][1]).toBe('');
  });

  it('has the worst known status of the children inside a Distributed Map', () => {
    holding(visit(1));
    store.take({ inner: inside('Fetch', { status: 'failed', failed: 3, succeeded: 9 }) }, false);
    expect(store.marks.value.get('Fetch')).toEqual({ status: 'failed', note: '3 failed', share: null });

    store.take({ inner: inside('Fetch', { status: 'caught', caught: 9, succeeded: 3 }) }, false);
    expect(store.marks.value.get('Fetch')).toEqual({ status: 'caught', note: '9 caught', share: null });
  });

  it('prefers its own visits to those of a state of the same name in children', () => {
    holding(visit(1, { status: 'running' }));
    store.take({ inner: inside('Work', { status: 'failed', failed: 3 }) }, false);

    expect(store.marks.value.get('Work')?.status).toBe('running');
  });
});

describe('a Map Run whose children retry', () => {
  const retrying = {
    who: 'children' as const,
    sampled: null,
    state: 'Check',
    reason: 'Watchmode 503',
  };
  const struck = (count: number) => {
    const work = { perSecond: null, leftMs: null, retrying: { ...retrying, count, isMost: count > 2 } };
    holding(visit(1, { type: 'Map', status: 'running', exitedAt: null, mapRun: 'map-run' }));
    store.take(
      update({ head: { ...head('RUNNING'), work }, mapRuns: [mapRun({ total: 300, succeeded: 180 })] }),
      false,
    );
    return store.marks.value.get('Work');
  };

  it('is marked with their number and reason, and as retrying if most of them do', () => {
    expect(struck(5)).toMatchObject({
      status: 'retrying',
      note: '180 of 300 items',
      retries: '5 children retrying: Watchmode 503',
    });
    expect(struck(1)).toMatchObject({
      status: 'running',
      note: '180 of 300 items',
      retries: '1 child retrying: Watchmode 503',
    });
  });
});

describe('the states at work', () => {
  it('are those inside the Map Run first, of these the ones that most children retry', () => {
    holding(visit(1, { name: 'List' }), visit(2, { name: 'Ingest', status: 'running', exitedAt: null }));
    const inner = ['Publish', 'Fetch', 'Check'].map((name, index) => ({
      ...inside(name, { running: 9 - index, retrying: index === 2 ? 1 : 0 }).states[0],
    })) as InnerState[];
    store.take(
      { inner: { states: [...inner, ...inside('Done').states], lookedInto: 9, children: 9 } },
      false,
    );

    expect(store.atWork.value).toEqual(['Check', 'Publish', 'Fetch', 'Ingest']);
  });
});

describe('the visit that failed', () => {
  it('is the deepest one, the last of several', () => {
    const failed = (id: number, parent: number | null = null) => visit(id, { status: 'failed', parent });

    expect(holding(visit(1)).failed.value).toBeNull();
    expect(holding(failed(1), failed(2, 1), failed(3, 2), failed(4, 1)).failed.value?.id).toBe(3);
    expect(holding(failed(1), failed(2, 1), failed(3, 1), failed(9)).failed.value?.id).toBe(3);
  });
});

function inside(name: string, given: Partial<InnerState> = {}) {
  const none = { failed: 0, retrying: 0, running: 0, aborted: 0, caught: 0, succeeded: 0 };
  const state: InnerState = { name, status: 'succeeded', ...none, child: 'a-child', ...given };
  return { states: [state], lookedInto: 1, children: 1 };
}
