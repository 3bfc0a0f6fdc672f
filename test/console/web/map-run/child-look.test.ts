import { describe, expect, it } from '@jest/globals';
import type { ChildOutcomeView, ChildRow } from '../../../../console/api/index.ts';
import {
  byGravity,
  coverOf,
  FILTERS,
  labelOf,
  lookOf,
  reasonText,
  sumsOf,
  titlesText,
} from '../../../../console/web/map-run/child-look.ts';

const outcome = (given: Partial<ChildOutcomeView> = {}): ChildOutcomeView => ({
  titles: [],
  error: null,
  message: null,
  numbers: null,
  setAside: [],
  ...given,
});
const child = (name: string, given: Partial<ChildRow> = {}): ChildRow => ({
  id: `title-ingestion/IngestTitles:${name}`,
  status: 'SUCCEEDED',
  startedAt: 0,
  endedAt: 1,
  items: 1,
  redriveCount: 0,
  retrying: false,
  outcome: null,
  ...given,
});
const numbers = { published: 8, skipped: 0, deferred: 0, rejected: 0, left: 3, creditsUsed: 20 };
const deferring = child('deferring', {
  outcome: outcome({
    numbers: { ...numbers, deferred: 2, rejected: 1 },
    titles: [{ id: 7, name: 'Breaking Bad' }],
    setAside: [
      { titleId: 7, outcome: 'deferred', reason: 'Watchmode answers 500' },
      { titleId: 8, outcome: 'rejected', reason: 'given up' },
    ],
  }),
});
const failed = child('failed', {
  status: 'FAILED',
  outcome: outcome({ error: 'Watchmode.Unauthorized', message: 'the key is wrong' }),
});

describe('a child of a Map Run', () => {
  it('is amber if it succeeded without some of its titles', () => {
    expect(lookOf(deferring)).toEqual({ status: 'DEFERRED', words: '2 deferred, 1 rejected' });
    expect(lookOf(child('well', { outcome: outcome({ numbers }) }))).toEqual({ status: 'SUCCEEDED' });
    expect(lookOf(child('again', { status: 'RUNNING', retrying: true }))).toEqual({ status: 'RETRYING' });
    expect(lookOf(failed)).toEqual({ status: 'FAILED' });
  });

  it('is identified by its titles, and by its name until they are known', () => {
    const titles = [1, 2, 3, 4, 5].map((id) => ({ id, name: id === 2 ? 'Heartbeat' : null }));

    expect(titlesText(child('unread'))).toBe('unread');
    expect(titlesText(child('many', { outcome: outcome({ titles }) }))).toBe('1, Heartbeat, 3 and 2 more');
    expect(titlesText(child('few', { outcome: outcome({ titles: titles.slice(0, 2) }) }))).toBe(
      '1, Heartbeat',
    );
    const hidden = titles.map((title) => ({ ...title, left: title.id > 3 }));
    expect(titlesText(child('hidden', { outcome: outcome({ titles: hidden }) }))).toBe(
      '1, Heartbeat, 3 and 2 more (2 left)',
    );
    const leaving = outcome({ titles: [{ id: 9, name: null, left: true }] });
    expect(titlesText(child('leaving', { outcome: leaving }))).toBe('9 (left)');
    expect(labelOf(deferring)).toBe('Breaking Bad: 2 deferred, 1 rejected');
    expect(labelOf(child('unread', { status: 'PENDING_REDRIVE' }))).toBe('unread: pending redrive');
  });

  it('tells its error, or the reasons for which titles have no record', () => {
    expect(reasonText(failed)).toBe('Watchmode.Unauthorized: the key is wrong');
    expect(reasonText(child('bare', { outcome: outcome({ error: 'States.Timeout' }) }))).toBe(
      'States.Timeout',
    );
    expect(reasonText(deferring)).toBe('Breaking Bad deferred: Watchmode answers 500; 8 rejected: given up');
    const skipped = { titleId: 6, outcome: 'skipped', reason: 'unknown' };
    const setAside = [skipped, { titleId: 7, outcome: 'deferred', reason: 'HTTP 500' }];
    expect(reasonText(child('mixed', { outcome: outcome({ setAside }) }))).toBe(
      '7 deferred: HTTP 500; 6 skipped: unknown',
    );
    expect(reasonText(child('unread'))).toBe('');
  });
});

describe('the children of a Map Run', () => {
  const retrying = child('retrying', { status: 'RUNNING', retrying: true });
  const late = child('late', { startedAt: 5 });
  const all = [late, child('early', { startedAt: 4 }), deferring, retrying, failed];

  it('are listed with those first that need attention', () => {
    expect(all.toSorted(byGravity).map(titlesText)).toEqual([
      'failed',
      'retrying',
      'Breaking Bad',
      'early',
      'late',
    ]);
  });

  it('are counted by filter', () => {
    const counts = [...FILTERS].map(([name, { has }]) => [name, all.filter(has).length]);

    expect(Object.fromEntries(counts)).toEqual({
      all: 5,
      failed: 1,
      running: 1,
      retrying: 1,
      deferred: 1,
      succeeded: 3,
    });
    expect(FILTERS.get('constructor')).toBeUndefined();
  });

  it('are summed up as far as they were read', () => {
    expect(sumsOf(all)).toEqual({
      read: 2,
      counted: 1,
      published: 8,
      skipped: 0,
      deferred: 2,
      rejected: 1,
      left: 3,
      creditsUsed: 20,
    });
  });

  it.each([
    ['all', [deferring], ''],
    ['those that were read', all, 'in 1 of 5 child executions, reading …'],
    ['those that succeeded', [failed, deferring], 'in the 1 of 2 child executions that succeeded'],
  ])('are summed up with the words for %s', (_, children, words) => {
    expect(coverOf(sumsOf(children), children.length)).toBe(words);
  });
});
