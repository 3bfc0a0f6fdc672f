import { InvalidArgumentError } from 'commander';

const MAX_RATING = 10;

/**
 * Parses a user rating: `7`, `7.5`.
 *
 * @returns a number from 0 to 10
 * @throws InvalidArgumentError, which commander reports with the option's name
 */
export function parseRating(text: string): number {
  const rating = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Infinity;
  if (rating > MAX_RATING) throw new InvalidArgumentError(`Give a number from 0 to ${MAX_RATING}: 7.5.`);
  return rating;
}
