import { describe, expect, it } from '@jest/globals';
import { meantBy, plainName, similarNames } from '../../events/similar-names.ts';

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

  it.each<[string | number, number[]]>([
    ['canal', [1]],
    ['CANAL+', [2, 3]],
    ['ca nal', [1, 2, 3]],
    ['5', [418]],
    ['2', [2]],
    [5, [5]],
    [6, [600]],
    [7, []],
    ['+', []],
    ['', []],
    [418.5, []],
  ])('%j means %j', (word, ids) => {
    const entries = [
      { id: 1, name: 'Canal' },
      { id: 2, name: 'Canal+' },
      { id: 3, name: 'Canal+' },
      { id: 5, name: 'ITVX' },
      { id: 418, name: '5' },
      { id: 600, name: '6' },
    ];

    expect(meantBy(word, entries).map(({ id }) => id)).toEqual(ids);
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
