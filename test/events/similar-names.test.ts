import { describe, expect, it } from '@jest/globals';
import { plainName, similarNames } from '../../events/similar-names.ts';

const NAMES = [
  'Netflix',
  'BBC iPlayer',
  'ITVX',
  'Disney+',
  'Pathé Thuis',
  'Paramount+ Amazon Channel',
  'Paramount+',
];

describe('names', () => {
  it.each([
    ['BBC iPlayer', 'bbciplayer'],
    ['Pathé Thuis', 'pathethuis'],
    ['Disney+', 'disney'],
  ])('%s is plainly %s', (name, plain) => {
    expect(plainName(name)).toBe(plain);
  });

  it.each([
    ['Netflx', ['Netflix']],
    ['iplayer', ['BBC iPlayer']],
    ['Paramount', ['Paramount+ Amazon Channel', 'Paramount+']],
    ['the Disney+ app', ['Disney+']],
    ['nothing of it', []],
    ['???', []],
  ])('similar to %s are %j', (word, similar) => {
    expect(similarNames(word, NAMES)).toEqual(similar);
  });
});
