/** One thing that a deployment may choose. */
export interface Setting<Value> {
  /** What a person may write, in words for an error message. */
  readonly allowed: string;
  /** The value, or undefined when it is not allowed. `-c key=value` hands in text, `stages.ts` the value itself. */
  readonly parse: (given: unknown) => Value | undefined;
  /** What is wrong with a value that is not allowed, where more can be said than what is allowed. */
  readonly explain?: (given: unknown) => string | undefined;
}

/** Text that matches a pattern. */
export function text(pattern: RegExp, allowed: string): Setting<string> {
  return {
    allowed,
    parse: (given) => (typeof given === 'string' && pattern.test(given) ? given : undefined),
  };
}

/** An https address without a query; slashes at its end are dropped. */
export function httpsUrl(): Setting<string> {
  const pattern = /^https:\/\/[^\s/?#@]+(\/[^\s?#]*)?$/;
  return {
    allowed: 'an https URL without user, query and fragment',
    parse: (given) =>
      typeof given === 'string' && pattern.test(given) ? given.replace(/\/+$/, '') : undefined,
  };
}

/** One of some words. */
export function oneOf<const Word extends string>(words: readonly Word[]): Setting<Word> {
  return { allowed: words.join(', '), parse: (given) => words.find((word) => word === given) };
}

/** A whole number between two bounds, which are allowed themselves. */
export function integer(minimum: number, maximum: number): Setting<number> {
  return {
    allowed: `a whole number from ${minimum} to ${maximum}`,
    parse: (given) => {
      const value = wholeNumber(given);
      return value !== undefined && value >= minimum && value <= maximum ? value : undefined;
    },
  };
}

/** A whole number between two bounds, or a word that stands for one that follows from other settings. */
export function integerOr<const Word extends string>(
  word: Word,
  minimum: number,
  maximum: number,
): Setting<number | Word> {
  const { allowed, parse } = integer(minimum, maximum);
  return { allowed: `${word}, or ${allowed}`, parse: (given) => (given === word ? word : parse(given)) };
}

/** One of some whole numbers. */
export function integerOf<Value extends number>(values: readonly Value[]): Setting<Value> {
  return {
    allowed: values.join(', '),
    parse: (given) => values.find((value: number) => value === wholeNumber(given)),
  };
}

/** Yes or no. */
export function flag(): Setting<boolean> {
  return {
    allowed: 'true, false',
    parse: (given) => {
      if (given === true || given === 'true') return true;
      return given === false || given === 'false' ? false : undefined;
    },
  };
}

/**
 * Different words, at least one: a JSON array, or text with commas between them.
 *
 * @param findProblem - what is wrong with an item, whatever it is; undefined for a word that is allowed
 */
export function listOf(
  findProblem: (item: unknown) => string | undefined,
  allowed: string,
): Setting<readonly string[]> {
  return {
    allowed,
    parse: (given) => {
      const items = itemsOf(given);
      const words = items.filter((item) => typeof item === 'string').filter((word) => !findProblem(word));
      const isRight =
        words.length > 0 && words.length === items.length && new Set(words).size === words.length;
      return isRight ? words : undefined;
    },
    explain: (given) => {
      const wrong = itemsOf(given).find((item) => findProblem(item) !== undefined);
      return wrong === undefined ? undefined : `${JSON.stringify(wrong)} ${findProblem(wrong)}`;
    },
  };
}

function itemsOf(given: unknown): readonly unknown[] {
  if (typeof given === 'string') return given.split(',');
  return Array.isArray(given) ? given : [];
}

/**
 * Text that a reader takes.
 *
 * @param refusal - why it does not take a text; undefined for one that is allowed
 */
export function readBy(refusal: (text: string) => string | undefined, allowed: string): Setting<string> {
  return {
    allowed,
    parse: (given) => (typeof given === 'string' && refusal(given) === undefined ? given : undefined),
    explain: (given) => (typeof given === 'string' ? refusal(given) : undefined),
  };
}

/** A time zone of the IANA database. */
export function timeZone(): Setting<string> {
  return {
    allowed: 'a time zone of the IANA database, for example Europe/London',
    parse: (given) => (typeof given === 'string' && isTimeZone(given) ? given : undefined),
  };
}

function wholeNumber(given: unknown): number | undefined {
  if (typeof given === 'number') return Number.isSafeInteger(given) ? given : undefined;
  return typeof given === 'string' && /^\d{1,15}$/.test(given) ? Number(given) : undefined;
}

function isTimeZone(name: string): boolean {
  return name === 'UTC' || Intl.supportedValuesOf('timeZone').includes(name);
}
