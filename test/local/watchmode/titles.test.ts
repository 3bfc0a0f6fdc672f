import { describe, expect, it } from '@jest/globals';
import { Titles } from '../../../local/watchmode/titles.ts';
import type { CatalogueTitle } from '../../../local/watchmode/catalogue.ts';

const title = (watchmodeId: number, more: Partial<CatalogueTitle> = {}): CatalogueTitle => ({
  watchmodeId,
  imdbId: null,
  tmdbId: null,
  tmdbType: null,
  title: `Title ${watchmodeId}`,
  year: null,
  ...more,
});

describe('Titles', () => {
  const catalogue = [title(10, { imdbId: 'tt10', tmdbId: 5, tmdbType: 'tv' }), title(40), title(20)];

  it('holds the whole catalogue unless told otherwise', () => {
    expect([...new Titles(catalogue)]).toEqual(catalogue);
  });

  it('takes the first ones of the catalogue', () => {
    const titles = new Titles(catalogue, 2);

    expect([...titles].map(({ watchmodeId }) => watchmodeId)).toEqual([10, 40]);
    expect(titles.byWatchmodeId(20)).toBeUndefined();
    expect(titles.byWatchmodeId(41)).toBeUndefined();
  });

  it('generates more when the catalogue has too few', () => {
    const titles = new Titles(catalogue, 5);
    const all = [...titles];

    expect(all.slice(0, 3)).toEqual(catalogue);
    expect(all.slice(3).map(({ watchmodeId, title: name }) => [watchmodeId, name])).toEqual([
      [41, 'Generated title 4'],
      [42, 'Generated title 5'],
    ]);
    expect(titles.byWatchmodeId(42)).toEqual(all[4]);
    expect(titles.byWatchmodeId(43)).toBeUndefined();
  });

  it('finds a title by each of its identifiers', () => {
    const titles = new Titles(catalogue);

    expect(titles.byWatchmodeId(10)).toBe(catalogue[0]);
    expect(titles.byOtherId('tt10')).toBe(catalogue[0]);
    expect(titles.byOtherId('tv-5')).toBe(catalogue[0]);
    expect(titles.byOtherId('movie-5')).toBeUndefined();
    expect(titles.byWatchmodeId(1)).toBeUndefined();
  });

  it('gives 25,000 titles different identifiers', () => {
    expect(new Set([...new Titles(catalogue, 25_000)].map(({ watchmodeId }) => watchmodeId)).size).toBe(
      25_000,
    );
  });
});
