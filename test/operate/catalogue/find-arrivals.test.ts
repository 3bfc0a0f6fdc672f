import { describe, expect, it } from '@jest/globals';
import type { Arrival, ArrivalsQuery } from '../../../operate/catalogue/arrivals.ts';
import {
  findArrivals,
  readKnownNames,
  type WantedArrivals,
} from '../../../operate/catalogue/find-arrivals.ts';

const KNOWN = {
  services: [
    { id: 203, name: 'Netflix Plus', regions: ['GB'] },
    { id: 24, name: 'Amazon' },
  ],
  genres: [{ id: 7, name: 'Drama' }],
};
const HEAT: Arrival = {
  ...{ titleId: 1, region: 'GB', sourceId: 203, firstSeen: '2026-11-24T06:00:05.412Z', ways: [] },
  ...{ title: 'Heat', year: 1995, type: 'movie', plotOverview: null, userRating: 8.3 },
  ...{ criticScore: 76, releaseDate: null, service: 'Netflix' },
  genres: [
    { id: 7, name: 'Dramas' },
    { id: 4, name: 'Comedy' },
  ],
};
const WANTED = { services: ['203'], genres: [], region: 'GB', since: 0 };

/** Finds arrivals over a catalogue with some; returns them, and what the catalogue was asked. */
async function find(wanted: Partial<WantedArrivals>, ...arrivals: Arrival[]) {
  const asked: ArrivalsQuery[] = [];
  const readArrivals = (query: ArrivalsQuery) =>
    Promise.resolve((asked.push(query), { arrivals, hasMore: false }));
  return { found: await findArrivals({ readArrivals }, KNOWN, { ...WANTED, ...wanted }), asked };
}

describe('what is new', () => {
  it('has the names that services and genres have now, by ID', async () => {
    const { found } = await find({}, HEAT, { ...HEAT, sourceId: 26, service: 'Shop' });

    expect(found.arrivals.map(({ service }) => service)).toEqual(['Netflix Plus', 'Shop']);
    expect(found.arrivals[0]?.genres).toEqual([
      { id: 7, name: 'Drama' },
      { id: 4, name: 'Comedy' },
    ]);
  });

  it('is asked for by the names that are known, and of all genres if none is named', async () => {
    const { found, asked } = await find({ services: ['amazon', 'netflix plus'] });
    const ofDrama = await find({ genres: ['drama'] });

    expect(asked).toEqual([{ region: 'GB', since: 0, sourceIds: [24, 203] }]);
    expect(found.services.map(({ name }) => name)).toEqual(['Amazon', 'Netflix Plus']);
    expect(ofDrama.asked).toMatchObject([{ genreIds: [7] }]);
    expect(ofDrama.found.genreIds).toEqual([7]);
  });

  it('is refused for a name that a service had before', async () => {
    await expect(find({ services: ['Netflix'] })).rejects.toThrow('did you mean Netflix Plus?');
  });

  it('is refused for a service of other countries', async () => {
    await expect(find({ region: 'US' })).rejects.toThrow('Netflix Plus (203) is not in US: it is in GB');
  });
});

describe('the names that a catalogue knows', () => {
  it('are those of its services and genres', async () => {
    const kinds = { source: KNOWN.services, genre: KNOWN.genres };

    expect(await readKnownNames({ readNames: (kind) => Promise.resolve(kinds[kind]) })).toEqual(KNOWN);
  });
});
