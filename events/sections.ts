import type { Region, SectionKey, Service, TitleType } from './types.ts';

/** A part of a catalogue that is listed as one. */
export interface Section {
  readonly region: Region;
  readonly sourceId: number;
  /** Default: all types. */
  readonly type?: TitleType | undefined;
  /** IDs; a title of any of them is in the section. Default: all genres. */
  readonly genres?: readonly number[] | undefined;
}

/**
 * Returns the key of a section.
 * @example sectionKeyOf({ region: 'GB', sourceId: 203, type: 'movie' }); // 'GB:203:movie'
 */
export function sectionKeyOf({ region, sourceId, type, genres = [] }: Section): SectionKey {
  const ids = [...genres].sort((one, other) => one - other);
  return [
    region,
    sourceId,
    ...(type === undefined ? [] : [type]),
    ...(ids.length === 0 ? [] : [`genres=${ids.join(',')}`]),
  ].join(':');
}

/**
 * Returns the service of a section.
 * @example serviceOfSection('GB:203:movie'); // 'GB:203'
 */
export function serviceOfSection(section: SectionKey): Service {
  return section.split(':').slice(0, 2).join(':');
}
