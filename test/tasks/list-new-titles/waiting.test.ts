import { describe, expect, it } from '@jest/globals';
import type { WaitingTitle } from '../../../events/feed-progress.ts';
import { deferralHours, waitingFirst } from '../../../tasks/list-new-titles/waiting.ts';

const waits = (titleId: number, since = '2026-11-23T06:00:00Z'): WaitingTitle => ({
  titleId,
  since,
  runs: 2,
  error: 'Watchmode.Unavailable',
});

describe('the titles of a run', () => {
  it('are those that wait and then the others, each once', () => {
    const waiting = [waits(5), waits(6), waits(7)];

    expect(waitingFirst([1, 6, 2], waiting, waiting)).toEqual({
      titleIds: [5, 6, 7, 1, 2],
      waiting: [5, 6, 7],
    });
  });

  it('have only those of the waiting that were asked for when the others are not taken', () => {
    expect(waitingFirst([1, 6, 2], [], [waits(5), waits(6)])).toEqual({
      titleIds: [6, 1, 2],
      waiting: [6],
    });
  });
});

it('tells how long the title waits that waits longest', () => {
  const now = Date.parse('2026-11-24T06:00:00Z');

  expect(deferralHours([waits(1, '2026-11-24T05:30:00Z'), waits(2)], now)).toBe(24);
  expect(deferralHours([], now)).toBe(0);
});
