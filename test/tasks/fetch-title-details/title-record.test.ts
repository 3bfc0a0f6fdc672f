import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { anyCharacter } from '../../support/any-character.ts';
import recordSchema from '../../../events/schemas/title-record.schema.json' with { type: 'json' };
import type { TitleRecord } from '../../../events/types.ts';
import { findViolations, type Violation } from '../../../events/validate.ts';
import { MAX_RECORD_BYTES } from '../../../workflow/limits.ts';
import { buildTitleRecord } from '../../../tasks/fetch-title-details/title-record.ts';
import { canonicalJson } from '../../../tasks/shared/canonical-json.ts';
import type { TitleDetails } from '../../../tasks/shared/watchmode/responses.ts';
import { deepFreeze } from '../support/ports.ts';
import { titleDetails, titleSource } from '../support/title.ts';

let noted: Violation[] = [];
const build = (details: TitleDetails, regions = ['GB'], titleId = details.id): TitleRecord => {
  noted = [];
  return buildTitleRecord(deepFreeze(details), { titleId, regions }, (part) => noted.push(part));
};
const bytesOf = (record: TitleRecord) => Buffer.byteLength(JSON.stringify(record), 'utf8');

describe('a title record', () => {
  it('has all facts of Watchmode under its own keys', () => {
    expect(build(titleDetails(7))).toEqual({
      schemaVersion: 1,
      watchmodeId: 7,
      imdbId: 'tt0000001',
      tmdbId: 1,
      tmdbType: 'tv',
      title: 'Café Société 東京 🎬',
      originalTitle: 'Café Société',
      plotOverview: 'A made-up title for tests.',
      type: 'tv_series',
      runtimeMinutes: 45,
      year: 2024,
      endYear: null,
      releaseDate: '2024-02-29',
      genres: [
        { id: 7, name: 'Drama' },
        { id: 5, name: 'Crime' },
      ],
      userRating: 8.1,
      criticScore: 80,
      usRating: 'TV-14',
      images: {
        poster: 'https://cdn.example.com/poster.jpg',
        posterMedium: 'https://cdn.example.com/poster-medium.jpg',
        posterLarge: 'https://cdn.example.com/poster-large.jpg',
        backdrop: 'https://cdn.example.com/backdrop.jpg',
      },
      trailer: 'https://www.example.com/trailer',
      trailerThumbnail: 'https://cdn.example.com/trailer.jpg',
      originalLanguage: 'en',
      networks: [{ id: 8, name: 'AMC' }],
      relevancePercentile: 50.5,
      popularityPercentile: 60.25,
      sources: [
        {
          sourceId: 203,
          name: 'Netflix',
          type: 'sub',
          region: 'GB',
          webUrl: 'https://www.example.com/watch/1',
          iosUrl: null,
          androidUrl: null,
          format: '4K',
          price: null,
          seasons: 2,
          episodes: 12,
        },
      ],
      sourcesOmitted: 0,
    });
  });

  it('has every field of its schema', () => {
    expect(Object.keys(build(titleDetails(7))).sort()).toEqual(Object.keys(recordSchema.properties).sort());
  });

  it('has null for absent, null and empty values', () => {
    const bare = build({ id: 7, title: 'Seven', type: 'movie' });
    const empty = build({
      id: 7,
      title: 'Seven',
      type: 'movie',
      imdb_id: '',
      tmdb_type: '',
      original_title: '',
      plot_overview: '',
      release_date: '',
      us_rating: '',
      original_language: '',
      poster: '',
      genres: null,
      genre_names: null,
      sources: null,
      runtime_minutes: null,
    });

    expect(noted).toEqual([]);
    expect(findViolations('TitleRecord', bare)).toEqual([]);
    expect(empty).toEqual(bare);
    expect(Object.values(bare).filter((value) => value === undefined)).toEqual([]);
    expect(bare).toMatchObject({ imdbId: null, tmdbType: null, releaseDate: null, genres: [], sources: [] });
  });

  it('keeps zeros', () => {
    expect(build(titleDetails(7, { runtime_minutes: 0, critic_score: 0, user_rating: 0 }))).toMatchObject({
      runtimeMinutes: 0,
      criticScore: 0,
      userRating: 0,
    });
  });

  it('is refused when the answer is about another title', () => {
    expect(() => build(titleDetails(8), ['GB'], 7)).toThrow(
      expect.objectContaining({
        name: 'Watchmode.UnexpectedResponse',
        violations: [{ pointer: '/id', problem: 'is 8, not the requested title' }],
      }),
    );
  });

  it('leaves out and notes lists of names and IDs of unequal length', () => {
    const record = build(titleDetails(7, { genre_names: ['Drama'], networks: null }));

    expect(record).toMatchObject({ watchmodeId: 7, genres: [], networks: [], sources: { length: 1 } });
    expect(noted).toEqual([
      { pointer: '/genre_names', problem: 'has 1 names for 2 IDs' },
      { pointer: '/network_names', problem: 'has 1 names for 0 IDs' },
    ]);
  });
});

describe('the sources of a record', () => {
  it('are those in the wanted regions', () => {
    const sources = ['US', 'GB', 'IE', 'gb'].map((region) => titleSource({ region }));

    expect(build(titleDetails(7, { sources }), ['IE', 'GB']).sources.map(({ region }) => region)).toEqual([
      'GB',
      'IE',
    ]);
  });

  it('are each listed once', () => {
    const sources = [
      titleSource(),
      titleSource({ ios_url: 'Available on paid plans.' }),
      titleSource({ format: 'HD' }),
    ];

    expect(build(titleDetails(7, { sources })).sources.map(({ format }) => format)).toEqual(['4K', 'HD']);
  });

  it('do not depend on the order in which Watchmode lists them', () => {
    const source = fc
      .record({
        source_id: fc.integer({ min: 1, max: 3 }),
        region: fc.constantFrom('GB', 'IE'),
        format: fc.constantFrom('SD', 'HD', null),
        price: fc.constantFrom(null, 1.99, 10.5),
      })
      .map(titleSource);
    const twice = fc
      .array(source, { maxLength: 12 })
      .chain((sources) =>
        fc.tuple(fc.constant(sources), fc.shuffledSubarray(sources, { minLength: sources.length })),
      );
    fc.assert(
      fc.property(twice, ([sources, shuffled]) => {
        const [left, right] = [sources, shuffled].map((each) =>
          build(titleDetails(7, { sources: each }), ['GB', 'IE']),
        );

        expect(canonicalJson(right)).toBe(canonicalJson(left));
      }),
    );
  });

  it('come by region, then by the number of the source', () => {
    const sources = [
      titleSource({ region: 'IE', source_id: 2 }),
      titleSource({ region: 'GB', source_id: 10 }),
      titleSource({ region: 'GB', source_id: 9 }),
    ];

    const found = build(titleDetails(7, { sources }), ['IE', 'GB']).sources;

    expect(found.map(({ region, sourceId }) => [region, sourceId])).toEqual([
      ['GB', 9],
      ['GB', 10],
      ['IE', 2],
    ]);
  });
});

describe('the size of a record', () => {
  /** A title whose record has exactly this number of bytes. */
  const filling = (bytes: number, changes: Parameters<typeof titleDetails>[1]) => {
    const least = bytesOf(build(titleDetails(7, { ...changes, plot_overview: 'x' }))) - 1;
    return titleDetails(7, { ...changes, plot_overview: 'x'.repeat(bytes - least) });
  };
  const sourcesOf = (count: number, name: string) =>
    Array.from({ length: count }, (_, index) => titleSource({ source_id: index + 1, name }));

  it.each(['Netflix', 'ÄÖÜ', '東京テレビ', '🎬🎬🎬', '"\\\n'])(
    'is kept within 20,480 bytes of UTF-8 by leaving out sources, with as many of %j as fit',
    (name) => {
      const record = build(titleDetails(7, { sources: sourcesOf(300, name) }));
      const [source] = record.sources;

      expect(bytesOf(record)).toBeLessThanOrEqual(MAX_RECORD_BYTES);
      expect(record.sourcesOmitted).toBeGreaterThan(0);
      expect(record.sources.length + record.sourcesOmitted).toBe(300);
      expect(record.sources.map(({ sourceId }) => sourceId)).toEqual(
        record.sources.map((_, index) => index + 1),
      );
      const oneMore = { ...record, sources: [...record.sources, { ...source!, sourceId: 300 }] };
      expect(bytesOf(oneMore)).toBeGreaterThan(MAX_RECORD_BYTES);
    },
  );

  it('leaves out a source that is too large, but not the following ones', () => {
    const sources = [
      titleSource({ source_id: 1 }),
      titleSource({ source_id: 2, web_url: `https://www.example.com/${'x'.repeat(30_000)}` }),
      titleSource({ source_id: 3 }),
    ];

    const record = build(titleDetails(7, { sources }));

    expect(record.sources.map(({ sourceId }) => sourceId)).toEqual([1, 3]);
    expect(record.sourcesOmitted).toBe(1);
  });

  it('keeps every source of a record of exactly the maximum size', () => {
    const sources = sourcesOf(20, 'Netflix');
    const record = build(filling(MAX_RECORD_BYTES, { sources }));

    expect(bytesOf(record)).toBe(MAX_RECORD_BYTES);
    expect(record).toMatchObject({ sources: { length: 20 }, sourcesOmitted: 0 });
  });

  it('accepts a source that fills the record to the byte', () => {
    const small = titleSource({ source_id: 1, web_url: 'https://www.example.com/' });
    const large = titleSource({ source_id: 2, web_url: `https://www.example.com/${'x'.repeat(30_000)}` });
    const title = filling(MAX_RECORD_BYTES, { sources: [small] });

    const record = build({ ...title, sources: [small, large] });

    // The title has one source less and one left out: as many digits.
    expect(bytesOf(record)).toBe(MAX_RECORD_BYTES);
    expect(record).toMatchObject({ sources: [{ sourceId: 1 }], sourcesOmitted: 1 });
  });

  it('may have no room for any source', () => {
    const title = filling(MAX_RECORD_BYTES, { sources: [] });

    const record = build({ ...title, sources: [titleSource()] });

    expect(bytesOf(record)).toBe(MAX_RECORD_BYTES);
    expect(record).toMatchObject({ sources: [], sourcesOmitted: 1 });
  });

  it('may be 20,480 bytes without any source, and no more', () => {
    const empty = bytesOf(build(titleDetails(7, { plot_overview: 'é', sources: [] }))) - 2;
    const filled = (bytes: number) =>
      titleDetails(7, {
        plot_overview: 'é'.repeat((bytes - empty) / 2) + 'x'.repeat((bytes - empty) % 2),
        sources: [],
      });

    expect(bytesOf(build(filled(MAX_RECORD_BYTES)))).toBe(MAX_RECORD_BYTES);
    expect(noted).toEqual([]);
    expect(build(filled(MAX_RECORD_BYTES + 1))).toMatchObject({ plotOverview: null, usRating: 'TV-14' });
    expect(noted).toEqual([
      {
        pointer: '/plotOverview',
        problem: expect.stringMatching(/^is left out: its \d+ bytes leave no room for the title$/),
      },
    ]);
  });

  it('is refused when its name alone is too large', () => {
    expect(() => build(titleDetails(7, { title: 'x'.repeat(MAX_RECORD_BYTES) }))).toThrow(
      expect.objectContaining({
        name: 'Watchmode.UnexpectedResponse',
        message: expect.stringMatching(
          /^GET \/title\/7\/details: the title makes a record of \d+ bytes without all optional parts; 20480 are allowed$/,
        ),
      }),
    );
  });

  it('always gives a valid record', () => {
    const optional = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: null });
    const anyText = fc.oneof(
      fc.string({ unit: anyCharacter }),
      // fc.webUrl() takes a second to set up.
      fc
        .tuple(fc.domain(), fc.string({ unit: anyCharacter }))
        .map(([host, rest]) => new URL(`https://${host}/titles/${rest}`).href),
    );
    const source = fc.record({
      name: fc.string({ unit: anyCharacter }),
      web_url: optional(anyText),
      ios_url: optional(anyText),
      price: optional(fc.double({ min: 0, noNaN: true, noDefaultInfinity: true })),
    });
    const details = fc.record({
      title: fc.string({ unit: anyCharacter, minLength: 1 }),
      plot_overview: optional(fc.string({ unit: anyCharacter, maxLength: 2_000, size: 'max' })),
      poster: optional(anyText),
      sources: fc.array(source.map(titleSource), { maxLength: 100, size: 'max' }),
    });
    fc.assert(
      fc.property(details, (changes) => {
        const record = build(titleDetails(7, changes));

        expect(findViolations('TitleRecord', record)).toEqual([]);
        expect(bytesOf(record)).toBeLessThanOrEqual(MAX_RECORD_BYTES);
      }),
      { numRuns: 50 },
    );
  });
});
