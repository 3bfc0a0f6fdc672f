import { UsageError } from '../errors.ts';
import { looksLikeDuration, parseDuration } from './duration.ts';
import { parseInstant } from './instant.ts';

/** A moment in the past: milliseconds back from now, or epoch milliseconds. */
export type Since = { readonly back: number } | { readonly at: number };

/**
 * Parses a moment in the past: a duration back from now (`3d`), a date or a date and time.
 *
 * @throws UsageError
 * @example momentOf(parseSince('7d'), io.now());
 */
export function parseSince(text: string): Since {
  if (looksLikeDuration(text)) return { back: parseDuration(text) };
  try {
    return { at: parseInstant(text) };
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw new UsageError(`Give a duration (12h, 3d) or a moment; ${error.message}`);
  }
}

/**
 * Returns the moment in epoch milliseconds.
 * @example momentOf({ back: DAY_MS }, io.now());
 */
export function momentOf(since: Since, now: number): number {
  return 'at' in since ? since.at : now - since.back;
}
