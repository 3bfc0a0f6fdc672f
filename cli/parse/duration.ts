import { InvalidArgumentError } from 'commander';

const UNIT_MS: Readonly<Record<string, number>> = {
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

/**
 * Reads a duration as `git` and `systemctl` users write it: `45s`, `30m`, `12h`, `3d`, `2w`.
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
