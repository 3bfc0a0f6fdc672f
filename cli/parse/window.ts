import { InvalidArgumentError } from 'commander';
import type { Window } from '../../events/types.ts';
import { parseInstant } from './instant.ts';
import { ceilToSecond, floorToSecond, formatInstant } from '../../events/instant.ts';

/**
 * Parses a window: an inclusive start and an exclusive end, separated by two dots. `2026-11-01..2026-11-08` is a week
 * in UTC. Fractions of a second are widened to whole seconds, as in the listing.
 *
 * @throws InvalidArgumentError, which commander reports with the option's name
 */
export function parseWindow(text: string): Window {
  const [start = '', end = '', ...rest] = text.split('..');
  if (start === '' || end === '' || rest.length > 0) {
    throw new InvalidArgumentError('Give two moments with two dots between them: 2026-11-01..2026-11-08.');
  }
  const [from, to] = [parseInstant(start), parseInstant(end)];
  if (from >= to) throw new InvalidArgumentError('The window must end after it starts.');
  return { start: formatInstant(floorToSecond(from)), end: formatInstant(ceilToSecond(to)) };
}
