import { describe, expect, it } from '@jest/globals';
import type { WaitingTitle } from '../../../events/deferred.ts';
import { deferralHours, takeWaiting } from '../../../tasks/list-new-titles/waiting.ts';

const waits = (titleId: number, since = '2026-11-23T06:00:00Z'): WaitingTitle => ({
  titleId,
  since,
  runs: 2,
  error: 'Watchmode.Unavailable',
});
const known = (titleId: number) => ({ titleId, since: '2026-11-23T06:00:00Z', runs: 2 });

describe('the titles of a run', () => {
  it('are divided into those that wait and the others, each once', () => {
    const waiting = [waits(5), waits(6), waits(7)];

    expect(takeWaiting([1, 6, 2], waiting, waiting)).toEqual({
      deferred: [known(5), known(6), known(7)],
      others: [1, 2],
    });
  });

  it('have only those of the waiting that were asked for when the others are not taken', () => {
    expect(takeWaiting([1, 6, 2], [], [waits(5), waits(6)])).toEqual({
      deferred: [known(6)],
      others: [1, 2],
    });
  });
});

it('tells how long the title waits that waits longest', () => {
  const now = Date.parse('2026-11-24T06:00:00Z');

  expect(deferralHours([waits(1, '2026-11-24T05:30:00Z'), waits(2)], now)).toBe(24);
  expect(deferralHours([], now)).toBe(0);
});
