import { describe, expect, it } from '@jest/globals';
import { requireCredits } from '../../../../tasks/shared/watchmode/account-credits.ts';

const TOO_MUCH = /; the run needs more than the plan has in a month: start one with fewer services/;

/** Requires credits of an account with 1,000 a month, of which 600 are left. */
const requiring =
  (needed: number, reserve = 0) =>
  () => {
    const need = { state: 'List new titles', needed, purpose: `the run needs ${needed} more credits` };
    requireCredits(need, { quota: 1_000, quotaUsed: 400 }, { reserve });
  };

describe('too few credits', () => {
  it('call for a redrive if a month has enough', () => {
    expect(requiring(601)).toThrow(/but 600 of 1000 are left; redrive after the quota resets$/);
    expect(requiring(1_000)).toThrow('redrive after the quota resets');
    expect(requiring(990, 10)).toThrow('redrive after the quota resets');
  });

  it('call for a smaller run or another plan if no month has enough', () => {
    expect(requiring(1_001)).toThrow(TOO_MUCH);
    expect(requiring(991, 10)).toThrow(TOO_MUCH);
    expect(requiring(1_001)).not.toThrow('redrive');
  });
});
