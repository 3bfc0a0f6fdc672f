/** A setting of a deployment. */
export interface Setting<Value> {
  /** The allowed values, in words for an error message. */
  readonly allowed: string;
  /** Parses a value; undefined if it is not allowed. `-c key=value` passes text, `stages.ts` the value itself. */
  readonly parse: (given: unknown) => Value | undefined;
  /** Explains why a value is not allowed, if more is known than the allowed values. */
  readonly explain?: (given: unknown) => string | undefined;
}

/** Text that matches a pattern. */
export function text(pattern: RegExp, allowed: string): Setting<string> {
  return {
    allowed,
    parse: (given) => (typeof given === 'string' && pattern.test(given) ? given : undefined),
  };
}

/** An https URL without a query. Slashes at its end are removed. */
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

/** A whole number between two inclusive bounds. */
export function integer(minimum: number, maximum: number): Setting<number> {
  return {
    allowed: `a whole number from ${minimum} to ${maximum}`,
    parse: (given) => {
      const value = wholeNumber(given);
      return value !== undefined && value >= minimum && value <= maximum ? value : undefined;
    },
  };
}

/** A whole number between two inclusive bounds, or a word, for example for a number derived from other settings. */
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

/** True or false. */
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
 * One or more distinct words: a JSON array, or text separated by commas.
 *
 * @param findProblem - returns the problem of an item; undefined for an allowed word
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

/** A list as {@link listOf} reads it, or nothing: an empty array, or empty text. */
export function listOrNothing(
  findProblem: (item: unknown) => string | undefined,
  allowed: string,
): Setting<readonly string[]> {
  const list = listOf(findProblem, allowed);
  return {
    ...list,
    allowed: `${allowed}; or nothing`,
    parse: (given) => (isNothing(given) ? [] : list.parse(given)),
  };
}

/** Text that another setting accepts, or nothing. */
export function textOrNothing(setting: Setting<string>): Setting<string> {
  return {
    ...setting,
    allowed: `${setting.allowed}, or nothing`,
    parse: (given) => (given === '' ? '' : setting.parse(given)),
  };
}

const isNothing = (given: unknown): boolean => given === '' || (Array.isArray(given) && given.length === 0);

function itemsOf(given: unknown): readonly unknown[] {
  if (typeof given === 'string') return given.split(',');
  return Array.isArray(given) ? given : [];
}

/**
 * Text that a parser accepts.
 *
 * @param refusal - returns the reason why a text is refused; undefined for an allowed one
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
