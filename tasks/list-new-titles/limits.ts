import { MAX_TITLES } from '../../events/max-titles.ts';
import { MAX_LISTING_BYTES } from '../../workflow/limits.ts';
import { TooManyTitles } from '../shared/errors/input-errors.ts';
import { jsonBytes } from '../shared/json-bytes.ts';

/** The advice for a run over a window. */
const NARROW_THE_RUN =
  'Narrow the window, set maxTitles, or split the range into runs with `tvguide backfill`';

/** The advice for a sweep. */
export const SWEEP_LESS =
  'Sweep some of the services, each in an execution of its own, or leave out publishBaseline';

/**
 * Refuses more titles than one run can process.
 *
 * @param advice - the way to a smaller run
 * @throws TooManyTitles
 */
export function checkTitleCount(titles: number, advice = NARROW_THE_RUN): void {
  if (titles > MAX_TITLES) throw tooMany('titles', titles, MAX_TITLES, `${titles} titles`, advice);
}

/**
 * Refuses a listing that does not fit into one payload.
 *
 * @param advice - the way to a smaller run
 * @throws TooManyTitles
 */
export function checkListingBytes(listing: unknown, advice = NARROW_THE_RUN): void {
  const bytes = jsonBytes(listing);
  if (bytes > MAX_LISTING_BYTES)
    throw tooMany('bytes', bytes, MAX_LISTING_BYTES, `a listing of ${bytes} bytes`, advice);
}

function tooMany(
  reason: 'titles' | 'bytes',
  found: number,
  limit: number,
  what: string,
  advice: string,
): TooManyTitles {
  const message = `The run would have ${what}; ${limit} are allowed. ${advice}`;
  return new TooManyTitles(reason, found, limit, message);
}
