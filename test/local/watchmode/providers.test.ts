import { expect, it } from '@jest/globals';
import { GENRES, PROVIDERS } from '../../../local/watchmode/providers.ts';

it('gives services of the UK the identifiers that they have at Watchmode, and each one of its own', () => {
  const nameOf = new Map(PROVIDERS.map(({ id, name }) => [id, name]));

  expect(nameOf.size).toBe(PROVIDERS.length);
  expect([409, 413, 407, 418, 417, 203].map((id) => nameOf.get(id))).toEqual([
    'BBC iPlayer',
    'ITVX',
    'All 4',
    '5',
    'Rakuten TV',
    'Netflix',
  ]);
});

it('gives genres the identifiers that they have at Watchmode, and each one of its own', () => {
  const nameOf = new Map(GENRES.map(({ id, name }) => [id, name]));

  expect(nameOf.size).toBe(GENRES.length);
  expect([7, 5, 17].map((id) => nameOf.get(id))).toEqual(['Drama', 'Crime', 'Thriller']);
});
