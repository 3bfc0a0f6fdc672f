import { InvalidArgumentError } from 'commander';
import { parseInstant } from '../../../operate/parse/instant.ts';

/**
 * Parses a position in the stream: `start`, `latest`, or a moment.
 *
 * @returns a moment as epoch milliseconds
 * @throws InvalidArgumentError, which commander reports with the option's name
 */
export function parseFrom(text: string): 'start' | 'latest' | number {
  if (text === 'start' || text === 'latest') return text;
  try {
    return parseInstant(text);
  } catch (error) {
    throw new InvalidArgumentError(`Give start, latest, or a moment; ${(error as Error).message}`);
  }
}
