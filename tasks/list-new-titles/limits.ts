import { MAX_LISTING_BYTES, MAX_TITLES } from '../../workflow/limits.ts';
import { TooManyTitles } from '../shared/errors/input-errors.ts';
import { jsonBytes } from '../shared/json-bytes.ts';

/**
 * Refuses more titles than one run can process.
 *
 * @throws TooManyTitles
 */
export function checkTitleCount(titles: number): void {
  if (titles > MAX_TITLES) throw tooMany('titles', titles, MAX_TITLES, `${titles} titles`);
}

/**
 * Refuses a listing that does not fit into one payload.
 *
 * @throws TooManyTitles
 */
export function checkListingBytes(listing: unknown): void {
  const bytes = jsonBytes(listing);
  if (bytes > MAX_LISTING_BYTES)
    throw tooMany('bytes', bytes, MAX_LISTING_BYTES, `a listing of ${bytes} bytes`);
}

function tooMany(reason: 'titles' | 'bytes', found: number, limit: number, what: string): TooManyTitles {
  return new TooManyTitles(
    reason,
    found,
    limit,
    `The run would have ${what}; ${limit} are allowed. Narrow the window, set maxTitles, ` +
      'or split the range into runs with `tvguide backfill`',
  );
}
