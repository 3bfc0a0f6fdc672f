import type { Feed } from '../../events/types.ts';
import { ConfigurationError } from '../shared/errors/input-errors.ts';
import { epochMs } from '../shared/instant.ts';

/** An excerpt of a corrupt parameter is shown up to so many characters. */
const MAX_EXCERPT_LENGTH = 60;

/** The one form of a watermark, which the state machine compares as a text. */
const WATERMARK = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/;

/**
 * Reads how far a feed's runs have come from the watermark parameter's text, a JSON object from feed to instant
 * such as `{"new_titles":"2026-11-24T06:00:00Z"}`.
 *
 * @param now - epoch milliseconds
 * @returns epoch milliseconds, or null when the feed has no watermark yet
 * @throws ConfigurationError when the text is something else, or the watermark lies in the future: taking it for
 * none would list too little without anybody noticing
 */
export function readWatermark(text: string | null, feed: Feed, now: number): number | null {
  if (text === null) return null;
  const watermark = watermarksIn(text)[feed];
  if (watermark === undefined) return null;
  const at = typeof watermark === 'string' && WATERMARK.test(watermark) ? epochMs(watermark) : Number.NaN;
  if (Number.isNaN(at)) {
    throw corrupt(`its ${feed} must be an instant such as 2026-11-24T06:00:00Z`, JSON.stringify(watermark));
  }
  if (at > now) throw corrupt(`its ${feed} lies in the future`, JSON.stringify(watermark));
  return at;
}

function watermarksIn(text: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw corrupt('it is not JSON', text);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw corrupt('it must be a JSON object such as {"new_titles":"2026-11-24T06:00:00Z"}', text);
  }
  return { ...value };
}

function corrupt(problem: string, found: string): ConfigurationError {
  const excerpt = found.length <= MAX_EXCERPT_LENGTH ? found : `${found.slice(0, MAX_EXCERPT_LENGTH - 3)}...`;
  return new ConfigurationError([
    `the watermark parameter is corrupt: ${problem}; it holds ${excerpt}. ` +
      'Correct it, or delete it to start anew with the first window, then start another execution',
  ]);
}
