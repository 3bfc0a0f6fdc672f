import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { anyCharacter } from '../../support/any-character.ts';
import { buildBatchResult } from '../../../tasks/publish-titles/batch-result.ts';
import type { UnpublishedTitle } from '../../../tasks/publish-titles/unfetched-title.ts';
import { MAX_TITLES } from '../../../events/max-titles.ts';
import { batchResultBytes } from '../../../workflow/limits.ts';
import { deepFreeze } from '../support/ports.ts';

const skipped = (titleId: number, reason = 'unknown'): UnpublishedTitle => ({
  titleId,
  outcome: 'skipped',
  error: 'Watchmode.TitleNotFound',
  reason,
});
const deferred = (titleId: number, error = 'Watchmode.Unavailable'): UnpublishedTitle => ({
  titleId,
  outcome: 'deferred',
  error,
  reason: 'not now',
});
const listed = ({ titleId, outcome, reason }: UnpublishedTitle) => ({ titleId, outcome, reason });
/** The result of a batch of these titles and no others. */
const build = (setAside: readonly UnpublishedTitle[], maxBytes: number, published = 0, left = 0) =>
  buildBatchResult({ published, setAside, left }, maxBytes);
const bytesOf = (value: unknown) => Buffer.byteLength(JSON.stringify(value), 'utf8');

describe('the result of a batch', () => {
  it('counts every title, whether it is listed or not', () => {
    const setAside = [skipped(1), skipped(2), deferred(3), { ...deferred(4), outcome: 'rejected' as const }];

    expect(build(setAside, 82, 7)).toEqual({
      published: 7,
      skipped: 2,
      deferred: 1,
      rejected: 1,
      credits: 14,
      setAside: [],
    });
    expect(build(setAside, 4_096, 7).setAside).toEqual(setAside.map(listed));
  });

  it('counts the credits of answered titles, including invalid responses', () => {
    const setAside = [deferred(1), deferred(2, 'Watchmode.UnexpectedResponse'), skipped(3)];

    expect(build(setAside, 4_096, 7).credits).toBe(16);
  });

  it('lists titles to the last byte of its share', () => {
    const setAside = [skipped(1), skipped(2), skipped(3)];
    const two = bytesOf(build(setAside.slice(0, 2), 4_096));
    // The counts of three titles have as many digits as those of two.
    const count = (bytes: number) => build(setAside, bytes).setAside.length;

    expect(count(two)).toBe(2);
    expect(count(two - 1)).toBe(1);
  });

  it('has room for the counts alone in the largest run', () => {
    const titles = Array.from({ length: 10 }, (_, index) =>
      deferred(index + 1, 'Watchmode.UnexpectedResponse'),
    );
    const result = build(titles, batchResultBytes(MAX_TITLES));

    expect(result).toEqual({
      published: 0,
      skipped: 0,
      deferred: 10,
      rejected: 0,
      credits: 20,
      setAside: [],
    });
    expect(bytesOf(result)).toBeLessThanOrEqual(batchResultBytes(MAX_TITLES));
  });

  it('counts departures, and has no member for none', () => {
    expect(build([], 4_096, 9, 1)).toEqual({ ...build([], 4_096, 9), left: 1 });
    expect(build([], 4_096, 9)).not.toHaveProperty('left');
  });

  it('has room for the counts of departures in the largest run', () => {
    const deepest = [build([], 100, 0, 10), build([skipped(1)], 100, 0, 9), build([], 100, 9, 1)];

    expect(Math.max(...deepest.map(bytesOf))).toBeLessThanOrEqual(batchResultBytes(MAX_TITLES));
  });

  it('shortens reasons to 200 characters', () => {
    const reasonOf = (reason: string) => build([skipped(1, reason)], 4_096).setAside[0]?.reason;

    expect(reasonOf('x'.repeat(200))).toBe('x'.repeat(200));
    expect(reasonOf('x'.repeat(201))).toBe(`${'x'.repeat(197)}...`);
  });

  it('has reasons in ASCII, a character a byte', () => {
    const [title] = build([skipped(1, 'Amélie\n東京 🎬')], 4_096).setAside;

    expect(title?.reason).toBe('Am?lie??? ?');
  });

  it('keeps to its share for all reasons', () => {
    const title = fc.record({
      titleId: fc.integer({ min: 1, max: 2_147_483_647 }),
      outcome: fc.constantFrom('skipped' as const, 'deferred' as const, 'rejected' as const),
      error: fc.constantFrom('Watchmode.Unavailable', 'Runtime.ExitError'),
      reason: fc.string({ unit: anyCharacter, maxLength: 400, size: 'max' }),
    });
    fc.assert(
      fc.property(
        fc.uniqueArray(title, { maxLength: 10, selector: ({ titleId }) => titleId }),
        fc.integer({ min: 100, max: 4_096 }),
        (setAside, maxBytes) => {
          const result = build(deepFreeze(setAside), maxBytes, 10 - setAside.length);

          expect(bytesOf(result)).toBeLessThanOrEqual(maxBytes);
          expect(result.skipped + result.deferred + result.rejected).toBe(setAside.length);
          expect(result.setAside.map(({ titleId }) => titleId)).toEqual(
            setAside.slice(0, result.setAside.length).map(({ titleId }) => titleId),
          );
        },
      ),
    );
  });
});
