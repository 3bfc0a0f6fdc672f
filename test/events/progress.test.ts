import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { deferredKey, isKept, KEEP_DAYS, overtakenBy, waitingTitles } from '../../events/progress.ts';
import type { ClaimItem, DeferredItem } from '../../events/types.ts';
import { conformsTo } from '../../events/validate.ts';

const deferred = (titleId: number, changes: Partial<DeferredItem> = {}): DeferredItem => ({
  ...deferredKey('new_titles', titleId),
  titleId,
  status: 'waiting',
  since: '2026-11-24T06:00:00Z',
  runs: 1,
  error: 'Watchmode.Unavailable',
  ...changes,
});

describe('the key of a deferred title', () => {
  it('contains the feed and the title, as in the contract', () => {
    expect(deferredKey('releases', 3_173_903)).toEqual({ feed: 'releases', item: 'deferred#3173903' });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2_147_483_647 }), (titleId) => {
        expect(conformsTo('DeferredItem', deferred(titleId))).toBe(true);
      }),
    );
  });
});

describe('the titles that wait', () => {
  it('are sorted by their waiting time, longest first, in any form of their instants, then by ID', () => {
    const titles = [
      deferred(5),
      deferred(4),
      deferred(3, { since: '2026-11-24T06:59:59+01:00' }),
      deferred(2, { since: '2026-11-24T06:00:00.001Z' }),
      deferred(1, { status: 'rejected' }),
      deferred(6, { status: 'unknown' }),
    ];

    expect(waitingTitles(titles).map(({ titleId }) => titleId)).toEqual([3, 4, 5, 2]);
  });

  it('are found without changing what was given', () => {
    const titles = Object.freeze([deferred(2), deferred(1)]);

    expect(waitingTitles(titles).map(({ titleId }) => titleId)).toEqual([1, 2]);
    expect(titles.map(({ titleId }) => titleId)).toEqual([2, 1]);
  });
});

describe('an item', () => {
  it('is kept until the second in which it expires, and for ever without one', () => {
    expect(isKept({}, Number.MAX_SAFE_INTEGER)).toBe(true);
    expect(isKept({ expiresAt: 1_800_000_000 }, 1_799_999_999_999)).toBe(true);
    expect(isKept({ expiresAt: 1_800_000_000 }, 1_800_000_000_000)).toBe(false);
  });

  it('of a title that no run fetches stays for 90 days', () => {
    expect(KEEP_DAYS).toBe(90);
  });
});

describe('a run that failed', () => {
  const run = { executionArn: 'arn:own', startedAt: '2026-11-24T06:00:03.250Z' };
  const claim = (executionArn: string, claimedAt: string): ClaimItem => ({
    feed: 'new_titles',
    item: 'claim',
    executionArn,
    claimedAt,
  });

  it('is not overtaken while nobody has claimed the window, or the claim is its own', () => {
    expect(overtakenBy(run, null)).toBeNull();
    expect(overtakenBy(run, claim('arn:own', '2026-11-25T00:00:00Z'))).toBeNull();
  });

  it('is overtaken by a claim of another execution since its start', () => {
    const since = claim('arn:other', '2026-11-24T06:00:03.250Z');

    expect(overtakenBy(run, since)).toBe(since);
  });

  it('is not overtaken by a claim from before its start: it has waited for that execution', () => {
    expect(overtakenBy(run, claim('arn:other', '2026-11-24T06:00:03.249Z'))).toBeNull();
  });
});
