import { describe, expect, it } from '@jest/globals';
import type { UnfetchedTitle } from '../../../events/types.ts';
import { judgeTitles } from '../../../tasks/publish-titles/judge-titles.ts';
import { fetchedTitle } from '../support/title.ts';

const deferred = (runs: number): UnfetchedTitle => ({
  titleId: 7,
  outcome: 'deferred',
  error: 'Watchmode.Unavailable',
  reason: 'Watchmode answers 500',
  deferral: runs === 0 ? null : { since: '2026-11-17T06:00:03Z', runs },
});
const judged = (runs: number, maxRuns = 7) => judgeTitles([deferred(runs)], maxRuns)[0];

describe('a title without a record', () => {
  it('is deferred again as long as runs are left to it', () => {
    expect([0, 1, 5].map((runs) => judged(runs)?.outcome)).toEqual(['deferred', 'deferred', 'deferred']);
    expect(judged(5)?.reason).toBe('Watchmode answers 500');
  });

  it('is rejected by the last run that may try, with the whole story', () => {
    expect(judged(6)).toEqual({
      titleId: 7,
      outcome: 'rejected',
      error: 'Watchmode.Unavailable',
      reason:
        'given up after 7 runs since 2026-11-17T06:00:03Z, last because of Watchmode.Unavailable: Watchmode answers 500',
    });
  });

  it('may be rejected at once where the deployment wants it', () => {
    expect(judged(0, 1)?.reason).toBe(
      'given up after 1 run, last because of Watchmode.Unavailable: Watchmode answers 500',
    );
  });

  it('is skipped when Watchmode does not know it, however long it has waited', () => {
    const gone: UnfetchedTitle = { ...deferred(6), outcome: 'skipped' };

    expect(judgeTitles([fetchedTitle(1), gone], 7)).toEqual([
      { titleId: 7, outcome: 'skipped', error: 'Watchmode.Unavailable', reason: 'Watchmode answers 500' },
    ]);
  });
});
