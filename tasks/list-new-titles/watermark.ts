import { waitingTitles, type WaitingTitle } from '../../events/deferred.ts';
import type { Watermark } from '../../events/types.ts';
import { formatViolations, violationsOf } from '../../events/validate.ts';
import * as validators from '../../events/validators.mjs';
import { ConfigurationError } from '../shared/errors/input-errors.ts';
import { epochMs } from '../shared/instant.ts';

/** An excerpt of a corrupt parameter is shown up to so many characters. */
const MAX_EXCERPT_LENGTH = 60;

/** What earlier runs of a feed have left. */
export interface FeedProgress {
  /** How far they have come, in epoch milliseconds; null when none has covered the open window yet. */
  readonly watermark: number | null;
  /** The titles that wait for the next run. */
  readonly waiting: readonly WaitingTitle[];
}

/**
 * Reads what the feed's watermark parameter holds, a JSON object such as
 * `{"watermark":"2026-11-24T06:00:00Z","deferred":["3173903 1795500003 2 U"]}`; null when there is no parameter yet.
 *
 * @param now - epoch milliseconds
 * @throws ConfigurationError when the text is something else, or the watermark lies in the future: taking it for
 * none would list too little without anybody noticing
 */
export function readProgress(text: string | null, now: number): FeedProgress {
  if (text === null) return { watermark: null, waiting: [] };
  const stored = parse(text);
  const violations = violationsOf(validators.Watermark, stored);
  if (violations.length > 0) {
    const faults = formatViolations(violations.slice(0, 3));
    throw corrupt(`it must be such as {"watermark":"2026-11-24T06:00:00Z","deferred":[]}: ${faults}`, text);
  }
  const { watermark: instant, deferred } = stored as Watermark;
  const watermark = instant === null ? null : epochMs(instant);
  if (Number.isNaN(watermark)) throw corrupt('its watermark is no date', text);
  if (watermark !== null && watermark > now) throw corrupt('its watermark lies in the future', text);
  return { watermark, waiting: waitingTitles({ deferred }) };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw corrupt('it is not JSON', text);
  }
}

function corrupt(problem: string, found: string): ConfigurationError {
  const excerpt = found.length <= MAX_EXCERPT_LENGTH ? found : `${found.slice(0, MAX_EXCERPT_LENGTH - 3)}...`;
  return new ConfigurationError([
    `the watermark parameter is corrupt: ${problem}; it holds ${excerpt}. ` +
      'Correct it, or delete it to start anew with the first window, then start another execution',
  ]);
}
