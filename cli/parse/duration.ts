import { InvalidArgumentError } from 'commander';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../events/instant.ts';

const UNIT_MS: Readonly<Record<string, number>> = {
  s: SECOND_MS,
  m: MINUTE_MS,
  h: HOUR_MS,
  d: DAY_MS,
  w: 7 * DAY_MS,
};

/**
 * Parses a duration: `45s`, `30m`, `12h`, `3d`, `2w`.
 *
 * @returns milliseconds, more than 0
 * @throws InvalidArgumentError, which commander reports with the option's name
 */
export function parseDuration(text: string): number {
  const [, digits = '', letter = ''] = /^(\d{1,6})([a-z])$/.exec(text) ?? [];
  const unit = UNIT_MS[letter];
  const milliseconds = unit === undefined ? 0 : Number(digits) * unit;
  if (milliseconds === 0) {
    throw new InvalidArgumentError('Give a whole number and a unit: 45s, 30m, 12h, 3d or 2w.');
  }
  return milliseconds;
}
