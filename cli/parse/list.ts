import { InvalidArgumentError } from 'commander';

/** Returns a parser of comma-separated words. The example is for the error message. */
export function words(example: string): (text: string) => string[] {
  return (text) => {
    const found = text.split(',').map((word) => word.trim());
    if (found.includes('')) {
      throw new InvalidArgumentError(`Give words with a comma between them: ${example}.`);
    }
    return found;
  };
}

/** Parses a list of types: `movie,tv_series`. The schema of the contract defines the allowed types. */
export const parseTypes = words('movie,tv_series');

/** Parses a list of whole numbers: `1,2,3`. */
export function parseIntegers(text: string): number[] {
  return text.split(',').map((part) => {
    const word = part.trim();
    if (!/^\d+$/.test(word)) {
      throw new InvalidArgumentError(
        `${JSON.stringify(word)} is not a whole number; give numbers with a comma between them: 1,2,3.`,
      );
    }
    return Number(word);
  });
}

/** Returns a parser of whole numbers from `least` to `most`. */
export function integer(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < least || value > most) {
      throw new InvalidArgumentError(`Give a whole number from ${least} to ${most}.`);
    }
    return value;
  };
}
