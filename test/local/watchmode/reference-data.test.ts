import { afterEach, describe, expect, it } from '@jest/globals';
import { DAY_MS } from '../../../events/instant.ts';
import { closeAll, get, settableClock, start } from './support/stand-in.ts';

afterEach(closeAll);

const NOON = Date.UTC(2026, 10, 24, 12);

interface Source {
  readonly id: number;
  readonly name: string;
  readonly type: string;
  readonly regions: string[];
}

async function sources(query = ''): Promise<Source[]> {
  return (await (await get(await start(), `/sources/${query}`)).json()) as Source[];
}

describe('the reference data of the stand-in', () => {
  it('are services with the countries that have them', async () => {
    const all = await sources();

    expect(all.find(({ id }) => id === 203)).toMatchObject({
      name: 'Netflix',
      type: 'sub',
      regions: expect.arrayContaining(['GB', 'US']),
      logo_100px: expect.stringContaining('https://'),
    });
    // Watchmode has one type for services that rent and sell.
    expect(all.find(({ id }) => id === 24)).toMatchObject({ name: 'Amazon', type: 'purchase' });
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
  });

  it('are the services of countries or types if they are given', async () => {
    const idsOf = (list: Source[]) => list.map(({ id }) => id);

    expect(idsOf(await sources('?regions=fr'))).toEqual(expect.arrayContaining([203, 410]));
    expect(idsOf(await sources('?regions=fr'))).not.toContain(409);
    expect(idsOf(await sources('?types=free'))).toEqual(expect.arrayContaining([409, 413]));
    expect(idsOf(await sources('?types=free'))).not.toContain(203);
    expect(idsOf(await sources('?types=rent&regions=IE'))).toEqual([349, 417, 414]);
  });

  it('are services with their name of the day, which is that of the sources of a title', async () => {
    const clock = settableClock(NOON);
    const watchmode = await start({ clock });
    const read = async (path: string) => (await (await get(watchmode, path)).json()) as Source[];
    const titles = (await (await get(watchmode, '/list-titles?source_ids=407')).json()) as {
      titles: { id: number }[];
    };
    const namesAt = async (days: number) => {
      clock.set(NOON + days * DAY_MS);
      const listed = (await read('/sources')).find(({ id }) => id === 407)?.name;
      const sources = await Promise.all(titles.titles.map(({ id }) => read(`/title/${id}/sources`)));
      return [listed, new Set(sources.flat().flatMap(({ name }) => (name.endsWith('4') ? [name] : [])))];
    };

    expect(await namesAt(2.9)).toEqual(['All 4', new Set(['All 4'])]);
    expect(await namesAt(3)).toEqual(['Channel 4', new Set(['Channel 4'])]);
  });

  it('are genres with the IDs of both catalogues', async () => {
    const genres = (await (await get(await start(), '/genres')).json()) as { id: number }[];

    expect(genres.find(({ id }) => id === 7)).toEqual({ id: 7, name: 'Drama', tmdb_id: 18 });
  });

  it('are countries, all of which a paid plan includes', async () => {
    const regions = (await (await get(await start(), '/regions')).json()) as Record<string, unknown>[];

    expect(regions.find(({ country }) => country === 'GB')).toEqual({
      country: 'GB',
      name: 'Great Britain',
      flag: 'https://images.example/flags/gb.png',
      data_tier: 1,
      plan_enabled: true,
    });
    expect(regions.every((region) => region['plan_enabled'] === true)).toBe(true);
    const all = await sources();
    expect(new Set(all.flatMap((source) => source.regions))).toEqual(
      new Set(regions.map(({ country }) => country)),
    );
  });

  it('cost a credit each, and are refused for odd filters', async () => {
    const watchmode = await start();
    for (const path of ['/sources', '/genres', '/regions/']) await get(watchmode, path);

    expect(watchmode.usage().creditsUsed).toBe(3);
    const answers = await Promise.all([
      get(watchmode, '/sources?types=stream'),
      get(watchmode, '/sources?regions=Britain'),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([400, 400]);
    expect(watchmode.usage().creditsUsed).toBe(3);
  });
});
