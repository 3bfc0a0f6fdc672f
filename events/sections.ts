import type { Region, SectionKey, Service, TitleType } from './types.ts';

/** A service in a region: a source of Watchmode there. */
export interface ServicePlace {
  readonly region: Region;
  readonly sourceId: number;
}

/**
 * Returns a service as text.
 * @example serviceOf({ region: 'GB', sourceId: 203 }); // 'GB:203'
 */
export function serviceOf({ region, sourceId }: ServicePlace): Service {
  return `${region}:${sourceId}`;
}

/**
 * Reads a service from its text.
 * @example placeOfService('GB:203'); // { region: 'GB', sourceId: 203 }
 */
export function placeOfService(service: Service): ServicePlace {
  const [region = '', sourceId] = service.split(':');
  return { region, sourceId: Number(sourceId) };
}

/** A part of a catalogue that is listed as one. */
export interface Section extends ServicePlace {
  /** Default: all types. */
  readonly type?: TitleType | undefined;
  /** IDs; a title of any of them is in the section. Default: all genres. */
  readonly genres?: readonly number[] | undefined;
}

/** The start of the part of a key that names the genres. */
const GENRES = 'genres=';

/**
 * Returns the key of a section.
 * @example sectionKeyOf({ region: 'GB', sourceId: 203, type: 'movie' }); // 'GB:203:movie'
 */
export function sectionKeyOf({ region, sourceId, type, genres = [] }: Section): SectionKey {
  const ids = [...genres].sort((one, other) => one - other);
  return [
    serviceOf({ region, sourceId }),
    ...(type === undefined ? [] : [type]),
    ...(ids.length === 0 ? [] : [GENRES + ids.join(',')]),
  ].join(':');
}

/**
 * Reads a section from its key.
 * @example sectionOf('GB:203:movie').type; // 'movie'
 */
export function sectionOf(key: SectionKey): Section {
  const rest = key.split(':').slice(2);
  const genres = rest.find((part) => part.startsWith(GENRES));
  return {
    ...placeOfService(serviceOfSection(key)),
    type: rest.find((part) => part !== genres) as TitleType | undefined,
    genres: genres?.slice(GENRES.length).split(',').map(Number),
  };
}

/**
 * Returns the service of a section.
 * @example serviceOfSection('GB:203:movie'); // 'GB:203'
 */
export function serviceOfSection(section: SectionKey): Service {
  return section.split(':').slice(0, 2).join(':');
}
