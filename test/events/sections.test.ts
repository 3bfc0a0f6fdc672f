import { expect, it } from '@jest/globals';
import {
  placeOfService,
  type Section,
  sectionKeyOf,
  sectionOf,
  serviceOf,
  serviceOfSection,
} from '../../events/sections.ts';

it.each<[section: Section, key: string]>([
  [{ region: 'GB', sourceId: 203 }, 'GB:203'],
  [{ region: 'GB', sourceId: 203, type: 'movie' }, 'GB:203:movie'],
  [{ region: 'GB', sourceId: 203, type: 'movie', genres: [17, 4] }, 'GB:203:movie:genres=4,17'],
  [{ region: 'IE', sourceId: 157, genres: [4] }, 'IE:157:genres=4'],
])('the key of %j is %s', (section, key) => {
  expect(sectionKeyOf(section)).toBe(key);
  expect(sectionOf(key)).toEqual({
    ...section,
    genres: section.genres?.toSorted((one, other) => one - other),
  });
  const service = serviceOfSection(key);
  expect(service).toBe(serviceOf(section));
  expect(placeOfService(service)).toEqual({ region: section.region, sourceId: section.sourceId });
});
