import { InvalidArgumentError } from 'commander';

/** A parser of words with a comma between them. The example is one that the option takes. */
export function words(example: string): (text: string) => string[] {
  return (text) => {
    const found = text.split(',').map((word) => word.trim());
    if (found.includes('')) {
      throw new InvalidArgumentError(`Give words with a comma between them: ${example}.`);
    }
    return found;
  };
}

/** Reads a list of types: `movie,tv_series`. The contract's schema says which are allowed. */
export const parseTypes = words('movie,tv_series');

/** Reads a list of whole numbers: `1,2,3`. */
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

/** A parser of whole numbers from `least` to `most`. */
export function integer(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < least || value > most) {
      throw new InvalidArgumentError(`Give a whole number from ${least} to ${most}.`);
    }
    return value;
  };
}
