import { describe, expect, it } from '@jest/globals';
import type { Judgement } from '../../../events/types.ts';
import { findViolations } from '../../../events/validate.ts';
import { judge, type FailedRunFacts } from '../../../tasks/judge-failed-run/judge.ts';
import { PERMANENT_ERRORS, redriveToken } from '../../../workflow/redrive-policy.ts';

const FAILED: FailedRunFacts = {
  status: 'FAILED',
  error: 'Watchmode.Unavailable',
  redriveCount: 0,
  knownRedriveCount: 0,
  redriveStatus: 'REDRIVABLE',
  redriveStatusReason: null,
  childErrors: [],
  overtakenBy: null,
  waitedSeconds: 0,
  firstWaitSeconds: 900,
};
const OVERTAKEN: Partial<FailedRunFacts> = {
  overtakenBy: {
    feed: 'new_titles',
    item: 'claim',
    executionArn: 'arn:next',
    claimedAt: '2026-11-25T06:00:04.012Z',
  },
};

function judged(changes: Partial<FailedRunFacts> = {}): Judgement {
  const judgement = judge({ ...FAILED, ...changes });
  expect(findViolations('Judgement', judgement)).toEqual([]);
  return judgement;
}

describe('a run that failed', () => {
  it('is redriven after a wait', () => {
    expect(judged()).toEqual({
      decision: 'wait',
      because: 'It failed for the first time; a redrive follows.',
      needsPerson: false,
      redriveCount: 0,
      waitSeconds: 900,
      clientToken: 'redrive-1',
    });
    expect(judged({ waitedSeconds: 900 })).toEqual({
      decision: 'redrive',
      because: 'It failed for the first time; 900 s have passed since.',
      needsPerson: false,
      redriveCount: 0,
      waitSeconds: 0,
      clientToken: 'redrive-1',
    });
  });

  it.each([
    [0, 900],
    [1, 1_800],
    [2, 3_600],
    [3, 7_200],
  ])('waits twice as long each time: after %s redrives %s s', (redriveCount, waitSeconds) => {
    expect(judged({ redriveCount, knownRedriveCount: redriveCount })).toMatchObject({
      decision: 'wait',
      waitSeconds,
      redriveCount,
      clientToken: redriveToken(redriveCount),
    });
  });

  it('waits for at most four hours', () => {
    expect(judged({ redriveCount: 3, knownRedriveCount: 3, firstWaitSeconds: 14_400 })).toMatchObject({
      waitSeconds: 14_400,
    });
  });

  it.each([
    [1, 'after 1 redrive'],
    [2, 'after 2 redrives'],
  ])('says how often it was redriven: %s', (redriveCount, story) => {
    expect(judged({ redriveCount, knownRedriveCount: redriveCount }).because).toBe(
      `It failed ${story}; a redrive follows.`,
    );
  });

  it("has Step Functions' number of redrives if its own is unknown", () => {
    expect(judged({ redriveCount: 2, knownRedriveCount: null })).toMatchObject({
      decision: 'wait',
      redriveCount: 2,
      waitSeconds: 3_600,
      clientToken: 'redrive-3',
    });
  });

  it('waits while Step Functions first reports it as running, and is left alone if it does so later', () => {
    const running = { status: 'RUNNING', redriveStatus: 'NOT_REDRIVABLE' };

    expect(judged(running)).toMatchObject({ decision: 'wait' });
    expect(judged({ ...running, waitedSeconds: 900 })).toMatchObject({
      decision: 'leaveAlone',
      needsPerson: false,
    });
  });

  it('is redriven although it is RUNNING if its process has died', () => {
    const died = { status: 'RUNNING', redriveStatus: 'REDRIVABLE' };

    expect(judged(died)).toMatchObject({ decision: 'wait' });
    expect(judged({ ...died, waitedSeconds: 900 })).toMatchObject({ decision: 'redrive' });
  });

  it('is redriven when it timed out', () => {
    expect(judged({ status: 'TIMED_OUT', error: 'States.Timeout', waitedSeconds: 900 }).decision).toBe(
      'redrive',
    );
  });
});

/** The facts that leave a run alone, in the order of the rules. Each rule comes before those below it. */
const RULES: [string, Partial<FailedRunFacts>, boolean, RegExp][] = [
  ['was stopped', { status: 'ABORTED' }, false, /^Somebody stopped it\.$/],
  ['has succeeded', { status: 'SUCCEEDED' }, false, /^It has succeeded since\.$/],
  ['was redriven meanwhile', { redriveCount: 5, knownRedriveCount: 0 }, false, /^It was redriven meanwhile/],
  ['has a permanent error', { error: 'ConfigurationError' }, true, /^ConfigurationError stays until/],
  [
    'has a child with a permanent error',
    { childErrors: ['Watchmode.Unavailable', 'Watchmode.Unauthorized', 'States.Runtime'] },
    true,
    /^Watchmode\.Unauthorized, States\.Runtime, of a child execution, stays until/,
  ],
  ['was overtaken', OVERTAKEN, false, /^arn:next has claimed its window since/],
  [
    'cannot be redriven',
    { redriveStatus: 'NOT_REDRIVABLE', redriveStatusReason: 'Execution is older than 14 days' },
    true,
    /^Step Functions does not allow a redrive: Execution is older than 14 days\.$/,
  ],
  [
    'was redriven four times',
    { redriveCount: 4, knownRedriveCount: 4 },
    true,
    /^It was redriven 4 times and failed each time: the last error is /,
  ],
];

describe('a run that is left alone', () => {
  it.each(RULES)('is one that %s', (_, facts, needsPerson, because) => {
    for (const waitedSeconds of [0, 900]) {
      expect(judged({ ...facts, waitedSeconds })).toMatchObject({
        decision: 'leaveAlone',
        needsPerson,
        waitSeconds: 0,
        because: expect.stringMatching(because),
      });
    }
  });

  it('has the first of several reasons', () => {
    for (const [index, [, facts, , because]] of RULES.entries()) {
      for (const [, later] of RULES.slice(index + 1)) {
        const both = { ...later, ...facts };
        expect(judged(both).because).toMatch(because);
      }
    }
  });

  it('has the status if Step Functions gives no reason', () => {
    expect(judged({ redriveStatus: 'NOT_REDRIVABLE' }).because).toBe(
      'Step Functions does not allow a redrive: NOT_REDRIVABLE.',
    );
  });

  it.each(PERMANENT_ERRORS)('has a permanent error: %s', (error) => {
    expect(judged({ error })).toMatchObject({ decision: 'leaveAlone', needsPerson: true });
    expect(judged({ childErrors: [error] })).toMatchObject({ decision: 'leaveAlone', needsPerson: true });
  });

  it('is redriven for a third and a fourth time before', () => {
    expect(judged({ redriveCount: 3, knownRedriveCount: 3, waitedSeconds: 7_200 }).decision).toBe('redrive');
  });
});
