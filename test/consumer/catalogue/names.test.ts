import { describe, expect, it } from '@jest/globals';
import { isNewer, nameIn, namesIn } from '../../../consumer/catalogue/names.ts';
import { findViolations } from '../../../events/validate.ts';
import { genreOf, regionOf, sourceOf as listedSource } from '../../operate/stream/support/events.ts';
import { eventOn, sourceOf } from './support/events.ts';

describe('the name in an event of reference data', () => {
  it.each([
    [listedSource(203, 'Netflix'), { pk: 'names:source', sk: '203', id: 203, type: 'sub', regions: ['GB'] }],
    [genreOf(7, 'Drama'), { pk: 'names:genre', sk: '7', id: 7 }],
    [regionOf('GB', 'Britain', false), { pk: 'names:region', sk: 'GB', isOnPlan: false }],
  ])('of $type is an item of the catalogue', (event, facts) => {
    const name = nameIn(event);

    expect(name).toEqual({
      ...facts,
      name: event.data.name,
      version: `listed 2026-11-26T12:00:01.000Z ${event.id}`,
    });
    expect(findViolations('CatalogueItem', name)).toEqual([]);
  });

  it('has none of the members that are not known', () => {
    const event = genreOf(7, 'Drama');

    expect(nameIn({ ...event, data: { ...event.data, pk: 'title:7' } as typeof event.data }).pk).toBe(
      'names:genre',
    );
  });
});

describe('the names in the record of a title', () => {
  it('are one for each service and genre, the greater if a service has two', () => {
    const sources = ['Prime', 'Amazon', 'Prime Video'].map((name) => sourceOf(24, { name }));
    const names = namesIn(eventOn({ day: 1, services: [], genres: [7], changes: { sources } }) as never);

    expect(names).toEqual([
      {
        pk: 'names:source',
        sk: '24',
        id: 24,
        name: 'Prime Video',
        version: 'by title 2026-11-01 Prime Video',
      },
      { pk: 'names:genre', sk: '7', id: 7, name: 'Genre 7', version: 'by title 2026-11-01 Genre 7' },
    ]);
  });
});

describe('a version', () => {
  it.each([
    ['b', 'a', true],
    ['a', 'a', false],
    ['a', undefined, true],
    ['listed 2026-11-01T06:00:00.000Z a', 'by title 2026-12-01 Z', true],
    // In UTF-16, as JavaScript compares, the second is greater.
    ['by title 2026-11-01 🎬', 'by title 2026-11-01 \uffee', true],
  ])('%s is newer than %s: %s', (version, other, expected) => {
    expect(isNewer(version, other)).toBe(expected);
  });
});
