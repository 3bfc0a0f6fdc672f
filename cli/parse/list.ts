import { InvalidArgumentError } from 'commander';

/** Reads a list of words: `movie,tv_series`. The contract's schema says which words are allowed. */
export function parseWords(text: string): string[] {
  const words = text.split(',').map((word) => word.trim());
  if (words.includes('')) throw new InvalidArgumentError('Give words with a comma between them: GB,IE.');
  return words;
}

/** Reads a list of whole numbers: `1,2,3`. */
export function parseIntegers(text: string): number[] {
  return parseWords(text).map((word) => {
    if (!/^\d+$/.test(word)) {
      throw new InvalidArgumentError(
        `${word} is no whole number; give numbers with a comma between them: 1,2,3.`,
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
