import { describe, expect, it } from '@jest/globals';
import { faultEffect, faultWords } from '../../../console/web/fault-words.ts';

describe('the amount of a fault', () => {
  it.each([
    ['429:0.1', 'one in ten'],
    ['429:0.2', 'one in five'],
    ['reset:0.05', 'one in twenty'],
    ['missing:0.02', 'one in fifty'],
    ['slow:1', 'all'],
    ['500:0.3', 'three in ten'],
    ['500:0.125', 'one in eight'],
    ['500:0.123', '12.3 in a hundred'],
    ['refused:0.1:451', 'one in ten, status 451'],
    ['broken:9000106+9000107', 'titles 9000106, 9000107'],
    ['outage:0+60', 'at once, for 60 s'],
    ['maintenance:2+20', 'from 2 s on, for 20 s'],
  ])('%s is %s', (spec, words) => {
    expect(faultWords(spec)).toBe(words);
  });

  it.each([
    ['429:0.1', 'One request in ten is answered 429.'],
    ['429:1', 'Every request is answered 429.'],
    ['429:0.3', 'A request is answered 429.'],
  ])('%s is in the effect: %s', (spec, effect) => {
    expect(faultEffect('One request in five is answered 429.', spec)).toBe(effect);
  });

  it('is not in an effect without one', () => {
    expect(faultEffect('Nothing answers.', 'outage:0+60')).toBe('Nothing answers.');
  });
});
