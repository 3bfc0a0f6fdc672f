import { describe, expect, it } from '@jest/globals';
import type { UnfetchedTitle } from '../../../events/types.ts';
import { describeUnfetched } from '../../../tasks/publish-titles/unfetched-title.ts';

const title = (cause: string, outcome: UnfetchedTitle['outcome'] = 'deferred'): UnfetchedTitle => ({
  titleId: 7,
  outcome,
  error: 'Watchmode.Unavailable',
  cause,
});
const reasonOf = (cause: string) => describeUnfetched(title(cause)).reason;
const lambdaError = (errorMessage: string) =>
  JSON.stringify({ errorType: 'Watchmode.Unavailable', errorMessage, trace: ['at fetch (a.ts:1:1)'] });

describe('a title without a record', () => {
  it('has the message of its last error as its reason', () => {
    expect(describeUnfetched(title(lambdaError('Watchmode answers 500'), 'skipped'))).toEqual({
      titleId: 7,
      outcome: 'skipped',
      error: 'Watchmode.Unavailable',
      reason: 'Watchmode answers 500',
    });
  });

  it('is deferred when there was no answer', () => {
    expect(describeUnfetched(title('', 'unanswered')).outcome).toBe('deferred');
  });

  it.each([
    ['a message with quotes and line ends', lambdaError('"a"\nb\\'), '"a"\nb\\'],
    [
      'an error without a type',
      '{"errorMessage":"RequestId: 1 Error: Runtime exited"}',
      'RequestId: 1 Error: Runtime exited',
    ],
    ['an error that is cut off behind its message', lambdaError('too long').slice(0, -12), 'too long'],
    [
      'an error that is cut off before it ends',
      '{"errorType":"E","errorMessage":"too',
      '{"errorType":"E","errorMessage":"too',
    ],
    ['plain text', '10 s have passed', '10 s have passed'],
    ['nothing', '', 'Watchmode.Unavailable'],
    ['an empty message', lambdaError(''), 'Watchmode.Unavailable'],
  ])('has a reason from %s', (_, cause, reason) => {
    expect(reasonOf(cause)).toBe(reason);
  });

  it('has a reason of at most 1,000 characters', () => {
    expect(reasonOf('x'.repeat(4_000))).toHaveLength(1_000);
  });
});
