import { expect, it } from '@jest/globals';
import { type DayRun, startOfDays, sumByDay } from '../../../operate/run/days.ts';

const NOW = Date.parse('2026-11-24T07:00:00Z');
const run = (start: string, given: Partial<DayRun> = {}): DayRun => {
  const startedAt = Date.parse(start);
  const numbers = { published: 10, deferred: 1, creditsUsed: 22 };
  return { status: 'SUCCEEDED', startedAt, endedAt: startedAt + 60_000, numbers, dryRun: false, ...given };
};

it('sums up the runs of each day by their start in UTC, and shows days without runs', () => {
  const days = sumByDay(
    [
      run('2026-11-24T00:00:00Z'),
      run('2026-11-24T06:59:59Z', { status: 'RUNNING', endedAt: null, numbers: null }),
      run('2026-11-22T23:59:59Z', { status: 'FAILED', numbers: null }),
      run('2026-11-22T03:04:00Z', { status: 'ABORTED', numbers: null, endedAt: null }),
      run('2026-11-22T03:04:00Z', { dryRun: true }),
      run('2026-11-21T23:59:59Z'),
    ],
    NOW,
    3,
  );

  expect(days).toEqual([
    { day: '2026-11-22', runs: 3, failed: 1, titles: 0, deferred: 1, credits: 22, lasted: 120_000 },
    { day: '2026-11-23', runs: 0, failed: 0, titles: 0, deferred: 0, credits: 0, lasted: 0 },
    { day: '2026-11-24', runs: 2, failed: 0, titles: 10, deferred: 1, credits: 22, lasted: 60_000 },
  ]);
});

it('begins at midnight in UTC', () => {
  expect(new Date(startOfDays(NOW, 3)).toISOString()).toBe('2026-11-22T00:00:00.000Z');
});
