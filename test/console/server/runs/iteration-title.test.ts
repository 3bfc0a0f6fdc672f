import { describe, expect, it } from '@jest/globals';
import { iterationTitle } from '../../../../console/server/runs/iteration-title.ts';
import type { StateVisit } from '../../../../operate/run/state-visit.ts';

const titleOf = (given: Partial<StateVisit>) =>
  iterationTitle({ iteration: 0, input: '{"titleId":9000106,"regions":["GB"]}', ...given } as StateVisit);

describe('the title of an iteration', () => {
  it('is its id at first, and its name once it is fetched', () => {
    const record = { titleId: 9_000_106, title: 'The "Great" Wall', originalTitle: 'Another' };

    expect(titleOf({})).toBe('9000106');
    expect(titleOf({ output: JSON.stringify({ outcome: 'fetched', record }) })).toBe('The "Great" Wall');
  });

  it('is none outside of an iteration over titles', () => {
    expect(titleOf({ iteration: undefined })).toBeNull();
    expect(titleOf({ input: '{"Items":[1,2]}' })).toBeNull();
    expect(titleOf({ input: '{"colour":"red"}' })).toBeNull();
    expect(titleOf({ input: JSON.stringify({ titleId: 1, text: 'x'.repeat(5_000) }) })).toBeNull();
  });
});
