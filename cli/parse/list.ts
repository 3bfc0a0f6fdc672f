import { InvalidArgumentError } from 'commander';

/** Splits a list at its commas. The example is for the error message. */
function split(text: string, example: string): string[] {
  const found = text.split(',').map((word) => word.trim());
  if (found.includes('')) {
    throw new InvalidArgumentError(`Give words with a comma between them: ${example}.`);
  }
  return found;
}

/** @throws InvalidArgumentError that names the first value which occurs twice */
export function refuseRepeated(values: readonly (string | number)[]): void {
  const repeated = values.find((value, index) => values.indexOf(value) < index);
  if (repeated !== undefined) throw new InvalidArgumentError(`${repeated} is given twice.`);
}

/** Returns a parser of different words with commas between them. The example is for the error message. */
export function words(example: string): (text: string) => string[] {
  return (text) => {
    const found = split(text, example);
    refuseRepeated(found);
    return found;
  };
}

/** Returns a parser of different words of a list: `movie,tv_series`. */
export function wordsOf(
  what: string,
  allowed: readonly string[],
  example: string,
): (text: string) => string[] {
  const parse = words(example);
  return (text) => {
    const found = parse(text);
    const unknown = found.find((word) => !allowed.includes(word));
    if (unknown === undefined) return found;
    throw new InvalidArgumentError(`${unknown} is not ${what}: give some of ${allowed.join(', ')}.`);
  };
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
