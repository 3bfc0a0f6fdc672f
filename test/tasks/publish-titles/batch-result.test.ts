import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { buildBatchResult, type UnpublishedTitle } from '../../../tasks/publish-titles/batch-result.ts';
import { deepFreeze } from '../support/ports.ts';

const skipped = (titleId: number, reason = 'unknown'): UnpublishedTitle => ({
  titleId,
  outcome: 'skipped',
  error: 'Watchmode.TitleNotFound',
  reason,
});
const listed = ({ titleId, outcome, reason }: UnpublishedTitle) => ({ titleId, outcome, reason });
/** The result of a batch of these titles and no others. */
const build = (setAside: readonly UnpublishedTitle[], maxBytes: number, published = 0) =>
  buildBatchResult({ titleIds: setAside.map(({ titleId }) => titleId), published, setAside }, maxBytes);
const bytesOf = (value: unknown) => Buffer.byteLength(JSON.stringify(value), 'utf8');

describe('the result of a batch', () => {
  it('counts every title, whether it is listed or not', () => {
    const setAside = [skipped(1), skipped(2), { ...skipped(3), outcome: 'rejected' as const }];

    expect(build(setAside, 100, 7)).toEqual({
      published: 7,
      skipped: 2,
      rejected: 1,
      deferred: '',
      setAside: [],
    });
    expect(build(setAside, 4_096, 7).setAside).toEqual(setAside.map(listed));
  });

  it('lists titles to the last byte of its share', () => {
    const setAside = [skipped(1), skipped(2), skipped(3)];
    const two = bytesOf(build(setAside.slice(0, 2), 4_096));
    // The counts of three titles have as many digits as those of two.
    const count = (bytes: number) => build(setAside, bytes).setAside.length;

    expect(count(two)).toBe(2);
    expect(count(two - 1)).toBe(1);
  });

  it('names every deferred title by its place and the letter of its error, whatever its share', () => {
    const deferred = (titleId: number, error: string) => ({
      ...skipped(titleId),
      outcome: 'deferred' as const,
      error,
    });
    const setAside = [deferred(2147483646, 'Watchmode.Unavailable'), skipped(6), deferred(8, 'TypeError')];
    const tally = { titleIds: [5, 2147483646, 6, 8], published: 1, setAside };

    expect(buildBatchResult(tally, 1)).toEqual({
      published: 1,
      skipped: 1,
      rejected: 0,
      deferred: '5:1U3C',
      setAside: [],
    });
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

  it('keeps to its share, whatever the reasons', () => {
    const title = fc.record({
      titleId: fc.integer({ min: 1, max: 2_147_483_647 }),
      outcome: fc.constantFrom('skipped' as const, 'deferred' as const, 'rejected' as const),
      error: fc.constantFrom('Watchmode.Unavailable', 'Runtime.ExitError'),
      reason: fc.string({ unit: 'binary', maxLength: 400, size: 'max' }),
    });
    fc.assert(
      fc.property(
        fc.uniqueArray(title, { maxLength: 10, selector: ({ titleId }) => titleId }),
        fc.integer({ min: 100, max: 4_096 }),
        (setAside, maxBytes) => {
          const result = build(deepFreeze(setAside), maxBytes, 10 - setAside.length);

          expect(bytesOf(result)).toBeLessThanOrEqual(maxBytes);
          const deferred = Math.max(0, result.deferred.split(':').at(-1)?.length ?? 0) / 2;
          expect(result.skipped + result.rejected + deferred).toBe(setAside.length);
          expect(result.setAside.map(({ titleId }) => titleId)).toEqual(
            setAside.slice(0, result.setAside.length).map(({ titleId }) => titleId),
          );
        },
      ),
    );
  });
});
