import { describe, expect, it } from '@jest/globals';
import type { DeferredItem } from '../../../events/types.ts';
import { NONE_WAITING, waitingOf } from '../../../tasks/list-new-titles/waiting.ts';
import { upTo } from '../support/fake-watchmode.ts';

const NOW = Date.parse('2026-11-24T06:00:00Z');
const HOUR_MS = 3_600_000;
const deferred = (titleId: number, hours: number, changes: Partial<DeferredItem> = {}): DeferredItem => ({
  feed: 'new_titles',
  item: `deferred#${titleId}`,
  titleId,
  status: 'waiting',
  since: new Date(NOW - hours * HOUR_MS).toISOString(),
  runs: 2,
  error: 'Watchmode.Unavailable',
  ...changes,
});

describe('the titles that wait', () => {
  it('are none where none is deferred', () => {
    expect(waitingOf([], NOW)).toEqual(NONE_WAITING);
  });

  it('are those that have waited longest first, with how long that is, in whole hours', () => {
    const titles = [deferred(1, 2), deferred(2, 25.9), deferred(3, 3)] as const;

    expect(waitingOf(titles, NOW)).toEqual({
      titles: [titles[1], titles[2], titles[0]],
      count: 3,
      longestHours: 25,
    });
  });

  it('are the oldest 500 of those that wait, and all are counted', () => {
    const waiting = waitingOf(
      upTo(501).map((titleId) => deferred(titleId, titleId)),
      NOW,
    );

    expect(waiting.titles.map(({ titleId }) => titleId)).toEqual(upTo(501).reverse().slice(0, 500));
    expect(waiting).toMatchObject({ count: 501, longestHours: 501 });
  });

  it('are neither rejected nor unknown nor expired', () => {
    const others = [
      deferred(1, 1, { status: 'rejected' }),
      deferred(2, 1, { status: 'unknown' }),
      deferred(3, 1, { expiresAt: NOW / 1_000 }),
    ];

    expect(waitingOf(others, NOW)).toEqual(NONE_WAITING);
    expect(waitingOf([deferred(3, 1, { expiresAt: NOW / 1_000 + 1 })], NOW).count).toBe(1);
  });

  it('have waited for no negative time, whatever the clock said then', () => {
    expect(waitingOf([deferred(1, -3)], NOW).longestHours).toBe(0);
  });
});
