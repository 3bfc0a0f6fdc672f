import common from './schemas/common.schema.json' with { type: 'json' };

/** The regions of the contract: the assigned codes of ISO 3166-1 alpha-2. */
export const REGIONS: ReadonlySet<string> = new Set(common.$defs.region.enum);

/** Watchmode's codes for codes in common use. */
const OTHER_CODES: ReadonlyMap<string, string> = new Map([
  ['UK', 'GB'],
  ['EL', 'GR'],
]);

/**
 * Describes why a value is not a region, and what to write instead. Watchmode accepts any two letters and returns no
 * sources if they are not a country, so every title would be published without sources.
 *
 * @returns undefined if the value is a region
 * @example findRegionProblem('UK'); // 'must be an ISO 3166-1 country code in upper case: use GB'
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
