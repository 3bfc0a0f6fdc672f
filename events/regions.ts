import common from './schemas/common.schema.json' with { type: 'json' };

/** Every country that a run can be about: the assigned codes of ISO 3166-1 alpha-2, as the contract lists them. */
export const REGIONS: ReadonlySet<string> = new Set(common.$defs.region.enum);

/** Codes that people and the European Union write, by those that Watchmode knows. */
const OTHER_CODES: ReadonlyMap<string, string> = new Map([
  ['UK', 'GB'],
  ['EL', 'GR'],
]);

/**
 * What is wrong with a value as a region, and what to write instead. Watchmode takes any two letters, and answers
 * with no sources at all where they are no country: every title would be published as one that is nowhere to watch.
 *
 * @returns undefined for a region
 */
export function findRegionProblem(value: unknown): string | undefined {
  const text = typeof value === 'string' ? value : '';
  if (REGIONS.has(text)) return undefined;
  const rule = 'must be an ISO 3166-1 country code in upper case';
  if (!/^[A-Za-z]{2}$/.test(text)) return `${rule}, for example GB`;
  const upperCase = text.toUpperCase();
  const meant = OTHER_CODES.get(upperCase) ?? upperCase;
  return REGIONS.has(meant) ? `${rule}: use ${meant}` : `${rule}: there is no country ${text}`;
}
