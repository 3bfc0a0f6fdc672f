import { afterEach, describe, expect, it } from '@jest/globals';
import { closeAll, get, start } from './support/stand-in.ts';

afterEach(closeAll);

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
