import { describe, expect, it } from '@jest/globals';
import { sectionKeyOf } from '../../../../events/sections.ts';
import type { ExecutionInput, ListedGenre, ListedRegion, ListedSource } from '../../../../events/types.ts';
import type { ListNewTitlesSettings } from '../../../../tasks/list-new-titles/listing-ports.ts';
import {
  requireServices,
  resolveSections,
} from '../../../../tasks/list-new-titles/sweep/resolve-sections.ts';
import { GENRES, REGIONS, SOURCES } from './support/sweeping.ts';

type Settings = Pick<ListNewTitlesSettings, 'services' | 'genres' | 'regions'>;

const NAMES = {
  sources: SOURCES.entries as ListedSource[],
  genres: GENRES.entries as ListedGenre[],
  regions: REGIONS.entries as ListedRegion[],
};

const keysOf = (input: ExecutionInput, settings: Partial<Settings> = {}) =>
  resolveSections(input, { regions: ['GB'], ...settings }, NAMES).map(sectionKeyOf);

const faultsOf = (input: ExecutionInput, settings: Partial<Settings> = {}): unknown => {
  try {
    return keysOf(input, settings);
  } catch (error) {
    const { violations, faults } = error as { violations?: unknown; faults?: unknown };
    return violations ?? faults;
  }
};

describe('the sections of a sweep', () => {
  it.each<[ExecutionInput, string[]]>([
    [{ services: ['Netflix'] }, ['GB:203']],
    [{ services: ['netflix', 203, '203', 'NETFLIX'] }, ['GB:203']],
    [{ services: ['bbc iplayer', 'Netflix'] }, ['GB:157', 'GB:203']],
    [{ services: ['BBCiPlayer'] }, ['GB:157']],
    [{ services: ['5'] }, ['GB:418']],
    [{ services: [5] }, ['GB:418']],
    [{ services: ['600'] }, ['GB:600']],
    [{ services: ['Sky Go'] }, ['GB:500']],
    [{ services: ['Netflix', 'Hulu'], regions: ['US', 'GB'] }, ['GB:203', 'US:203', 'US:307']],
    [{ services: [203], types: ['tv_series', 'movie'] }, ['GB:203:movie', 'GB:203:tv_series']],
    [{ services: [203], genres: ['Drama', 4] }, ['GB:203:genres=4,7']],
  ])('of %j are %j', (input, keys) => {
    expect(keysOf(input)).toEqual(keys);
  });

  it('are those of the deployment if the input names none', () => {
    const settings = { services: ['Netflix', '157'], genres: ['comedy'], regions: ['GB' as const] };

    expect(keysOf({}, settings)).toEqual(['GB:157:genres=4', 'GB:203:genres=4']);
    expect(keysOf({ services: [203], genres: [7] }, settings)).toEqual(['GB:203:genres=7']);
  });

  it.each<[ExecutionInput, string, string]>([
    [
      { services: ['Netflix', 'Netflx'] },
      '/services/1',
      '"Netflx" is not the name of a service of Watchmode: did you mean Netflix?',
    ],
    [{ services: ['???'] }, '/services/0', '"???" is not the name of a service of Watchmode'],
    [{ services: [999] }, '/services/0', '999 is not the ID of a service of Watchmode'],
    [
      { services: ['twins!'] },
      '/services/0',
      '"twins!" is the name of several services: give one of their IDs, 600 (Twins) or 601 (TWINS)',
    ],
    [{ services: ['hulu'] }, '/services/0', '"hulu" (Hulu) is not offered in GB, but in US'],
    [
      { services: [203], genres: ['Dramas'] },
      '/genres/0',
      '"Dramas" is not the name of a genre of Watchmode: did you mean Drama?',
    ],
    [
      { services: [203], regions: ['GB', 'DE'] },
      '/regions/1',
      '"DE" is not on the account\'s plan: GB, US can be swept',
    ],
    [
      { services: [203], regions: ['GB', 'FR'] },
      '/regions/1',
      '"FR" is not a region of Watchmode: GB, US can be swept',
    ],
  ])('of %j cannot be found', (input, pointer, problem) => {
    expect(faultsOf(input)).toEqual([{ pointer, problem }]);
  });

  it('have all faults of the input at once', () => {
    expect(faultsOf({ services: ['x-x-x', 999], genres: ['y-y-y'], regions: ['DE'] })).toMatchObject([
      { pointer: '/regions/0' },
      { pointer: '/services/0' },
      { pointer: '/services/1' },
      { pointer: '/genres/0' },
    ]);
  });

  it('have the faults of the deployment if the input has none', () => {
    expect(faultsOf({}, { services: ['Netflx'], genres: ['Opera'] })).toEqual([
      'SERVICES "Netflx" is not the name of a service of Watchmode: did you mean Netflix?',
      'GENRES "Opera" is not the name of a genre of Watchmode',
    ]);
  });

  it('need a service', () => {
    const needs = (input: ExecutionInput, settings: Partial<Settings> = {}) => {
      requireServices(input, { regions: ['GB'], ...settings });
    };

    expect(() => needs({})).toThrow('/services is needed by the feed catalogue');
    needs({ services: [203] });
    needs({}, { services: ['Netflix'] });
  });
});
