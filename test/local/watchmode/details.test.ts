import { describe, expect, it } from '@jest/globals';
import schema from '../../../tasks/shared/watchmode/schemas/title-details.schema.json' with { type: 'json' };
import { detailsOf } from '../../../local/watchmode/details.ts';
import { sourcesOf } from '../../../local/watchmode/sources.ts';
import { Titles } from '../../../local/watchmode/titles.ts';

const titles = new Titles([], 400);
const all = [...titles];

describe('detailsOf', () => {
  const details = all.map((title) => detailsOf(title, { seed: 1, titles }));

  it('has every field that the tasks read, but for the sources', () => {
    const missing = Object.keys(schema.properties).filter((field) => !(field in (details[0] ?? {})));

    expect(missing).toEqual(['sources']);
  });

  it('repeats with the seed and changes with it', () => {
    expect(all.map((title) => detailsOf(title, { seed: 1, titles }))).toEqual(details);
    expect(all.map((title) => detailsOf(title, { seed: 2, titles }))).not.toEqual(details);
  });

  it('fits together: series run for years, films for minutes', () => {
    const series = details.filter(({ type }) => type === 'tv_series');
    const films = details.filter(({ type }) => type === 'movie');

    expect(series).toHaveLength(200);
    expect(series.every((one) => one.runtime_minutes === null && one.networks.length === 1)).toBe(true);
    expect(series.every(({ year, end_year: end }) => end === null || end >= (year ?? 0))).toBe(true);
    expect(films.every((one) => one.end_year === null && one.networks.length === 0)).toBe(true);
    expect(films.every(({ runtime_minutes: minutes }) => minutes !== null && minutes >= 75)).toBe(true);
    expect(details.every((one) => one.release_date?.startsWith(`${String(one.year)}-`))).toBe(true);
    expect(details.every((one) => one.genres.length === one.genre_names.length)).toBe(true);
  });

  it('leaves values out as Watchmode does', () => {
    const missing = (
      ['user_rating', 'critic_score', 'us_rating', 'poster', 'trailer', 'backdrop'] as const
    ).filter(
      (field) => details.some((one) => one[field] === null) && details.some((one) => one[field] !== null),
    );

    expect(missing).toHaveLength(6);
  });

  it('writes texts with characters of one to four bytes', () => {
    const plots = details.map(({ plot_overview: plot }) => plot).join('');

    expect(plots).toMatch(/é/);
    expect(plots).toMatch(/東/);
    expect(plots).toMatch(/\p{Extended_Pictographic}/u);
  });
});

describe('sourcesOf', () => {
  it('keeps to the requested regions', () => {
    const regions = new Set(['GB', 'IE']);

    for (const title of all) {
      const everywhere = sourcesOf(title, { seed: 1, plan: 'paid' });

      expect(sourcesOf(title, { seed: 1, plan: 'paid', regions })).toEqual(
        everywhere.filter(({ region }) => regions.has(region)),
      );
    }
  });

  it('gives some titles none and some several dozen, with prices where one pays by the title', () => {
    const lists = all.map((title) => sourcesOf(title, { seed: 1, plan: 'paid' }));
    const sources = lists.flat();

    expect(lists.some((list) => list.length === 0)).toBe(true);
    expect(lists.some((list) => list.length > 48)).toBe(true);
    expect(sources.every(({ type, price }) => (type === 'rent' || type === 'buy') === (price !== null))).toBe(
      true,
    );
    expect(new Set(sources.map(({ type }) => type))).toEqual(new Set(['sub', 'rent', 'buy', 'free', 'tve']));
  });

  it('has prose in place of links to apps on the free plan', () => {
    const links = (plan: 'free' | 'paid') =>
      new Set(all.flatMap((title) => sourcesOf(title, { seed: 1, plan }).map(({ ios_url: link }) => link)));

    expect(links('free')).toEqual(new Set(['Deeplinks available for paid plans only.']));
    expect([...links('paid')].every((link) => link === null || link.startsWith('https://'))).toBe(true);
  });
});
