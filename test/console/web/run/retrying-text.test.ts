import { describe, expect, it } from '@jest/globals';
import { retryingText } from '../../../../console/web/run/retrying-text.ts';

const state = 'Check Watchmode';
const reason = 'Watchmode 503';

describe('the text about executions that retry', () => {
  it('counts children, and tells a sample from all', () => {
    const children = { who: 'children', count: 10, sampled: null, isMost: true, state, reason } as const;

    expect(retryingText(children)).toBe('10 children retrying: Watchmode 503');
    expect(retryingText({ ...children, count: 1 })).toBe('1 child retrying: Watchmode 503');
    expect(retryingText({ ...children, count: 4, sampled: 5 })).toBe(
      '4 of 5 sampled children retrying: Watchmode 503',
    );
  });

  it('names the state of the run itself', () => {
    const run = {
      who: 'run',
      count: 1,
      sampled: null,
      isMost: true,
      state: 'List new titles',
      reason,
    } as const;

    expect(retryingText(run)).toBe('List new titles retrying: Watchmode 503');
  });
});
