import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { SetAsideTitle } from '../../../events/types.ts';
import { buildBatchResult } from '../../../tasks/publish-titles/batch-result.ts';
import { deepFreeze } from '../support/ports.ts';

const skipped = (titleId: number, reason = 'unknown'): SetAsideTitle => ({
  titleId,
  outcome: 'skipped',
  reason,
});
const bytesOf = (value: unknown) => Buffer.byteLength(JSON.stringify(value), 'utf8');

describe('the result of a batch', () => {
  it('counts every title, whether it is listed or not', () => {
    const setAside = [skipped(1), skipped(2), { ...skipped(3), outcome: 'rejected' as const }];

    expect(buildBatchResult({ published: 7, setAside }, 100)).toEqual({
      published: 7,
      skipped: 2,
      rejected: 1,
      setAside: [],
    });
    expect(buildBatchResult({ published: 7, setAside }, 4_096).setAside).toEqual(setAside);
  });

  it('lists titles to the last byte of its share', () => {
    const setAside = [skipped(1), skipped(2), skipped(3)];
    const two = bytesOf(buildBatchResult({ published: 0, setAside: setAside.slice(0, 2) }, 4_096));
    // The counts of three titles have as many digits as those of two.
    const listed = (bytes: number) => buildBatchResult({ published: 0, setAside }, bytes).setAside.length;

    expect(listed(two)).toBe(2);
    expect(listed(two - 1)).toBe(1);
  });

  it('shortens reasons to 200 characters', () => {
    const reasonOf = (reason: string) =>
      buildBatchResult({ published: 0, setAside: [skipped(1, reason)] }, 4_096).setAside[0]?.reason;

    expect(reasonOf('x'.repeat(200))).toBe('x'.repeat(200));
    expect(reasonOf('x'.repeat(201))).toBe(`${'x'.repeat(197)}...`);
  });

  it('has reasons in ASCII, a character a byte', () => {
    const [title] = buildBatchResult(
      { published: 0, setAside: [skipped(1, 'Amélie\n東京 🎬')] },
      4_096,
    ).setAside;

    expect(title?.reason).toBe('Am?lie??? ?');
  });

  it('keeps to its share, whatever the reasons', () => {
    const title = fc.record({
      titleId: fc.integer({ min: 1, max: 2_147_483_647 }),
      outcome: fc.constantFrom('skipped' as const, 'rejected' as const),
      reason: fc.string({ unit: 'binary', maxLength: 400, size: 'max' }),
    });
    fc.assert(
      fc.property(
        fc.array(title, { maxLength: 10 }),
        fc.integer({ min: 100, max: 4_096 }),
        (setAside, maxBytes) => {
          const result = buildBatchResult(deepFreeze({ published: 3, setAside }), maxBytes);

          expect(bytesOf(result)).toBeLessThanOrEqual(maxBytes);
          expect(result.skipped + result.rejected).toBe(setAside.length);
          expect(result.setAside.map(({ titleId }) => titleId)).toEqual(
            setAside.slice(0, result.setAside.length).map(({ titleId }) => titleId),
          );
        },
      ),
    );
  });
});
