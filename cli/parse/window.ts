import { InvalidArgumentError } from 'commander';
import type { Window } from '../../events/types.ts';
import { looksLikeDuration, parseDuration } from '../../operate/parse/duration.ts';
import { parseInstant } from '../../operate/parse/instant.ts';
import { asArgument } from './as-argument.ts';
import { ceilToSecond, floorToSecond, formatInstant, SECOND_MS } from '../../events/instant.ts';

/** A window as given: both ends, or milliseconds back from now. */
export type GivenWindow = Window | { readonly back: number };

/**
 * Parses a window: an inclusive start and an exclusive end, separated by two dots, or its length up to now.
 * `2026-11-01..2026-11-08` is a week in UTC, `7d` the last week. Fractions of a second are widened to whole seconds, as
 * in the listing.
 *
 * @throws InvalidArgumentError, which commander reports with the option's name
 */
export function parseWindow(text: string): GivenWindow {
  if (looksLikeDuration(text)) return { back: asArgument(parseDuration)(text) };
  const [start = '', end = '', ...rest] = text.split('..');
  if (start === '' || end === '' || rest.length > 0) {
    throw new InvalidArgumentError(
      'Give two moments with two dots between them, 2026-11-01..2026-11-08, or a duration up to now, 7d.',
    );
  }
  const readEnd = asArgument(parseInstant);
  const [from, to] = [readEnd(start), readEnd(end)];
  if (from >= to) throw new InvalidArgumentError('The window must end after it starts.');
  return { start: formatInstant(floorToSecond(from)), end: formatInstant(ceilToSecond(to)) };
}

/**
 * Returns the start and the end of a given window.
 *
 * @param now epoch milliseconds
 * @param step milliseconds; a window up to now ends at the last whole step since 1970
 */
export function windowOf(given: GivenWindow, now: number, step = SECOND_MS): Window {
  if (!('back' in given)) return given;
  const end = Math.floor(now / step) * step;
  return { start: formatInstant(end - given.back), end: formatInstant(end) };
}
