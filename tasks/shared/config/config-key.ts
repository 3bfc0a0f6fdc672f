/** A value, or the fault of the text. */
export type Parsed<T> = { readonly value: T } | { readonly fault: string };

/** The source of an environment variable: the deployment, or AWS Lambda (locally its replacement). */
export type SetBy = 'deployment' | 'platform';

/** An environment variable of a task, for documentation and tests of a deployment. */
export interface ConfigKeyDescription {
  readonly name: string;
  /** Its meaning, unit and range. */
  readonly description: string;
  /** The default text; null if there is none. */
  readonly fallback: string | null;
  /** True if the task does not work without it. */
  readonly required: boolean;
  readonly setBy: SetBy;
}

/** An environment variable of a task with its parser. */
export interface ConfigKey<T> extends ConfigKeyDescription {
  /** Parses a text that is not blank. */
  parse(text: string): Parsed<T>;
}

/** Defines a required variable. */
export function required<T>(
  name: string,
  description: string,
  parse: (text: string) => Parsed<T>,
): ConfigKey<T> {
  return { name, description, parse, fallback: null, required: true, setBy: 'deployment' };
}

/** Adds a default text to a variable. */
export function withFallback<T>(key: ConfigKey<T>, fallback: string): ConfigKey<T> {
  return { ...key, fallback, required: false };
}

/** Makes a variable optional: undefined if it is absent. */
export function optional<T>(key: ConfigKey<T>): ConfigKey<T | undefined> {
  return { ...key, required: false };
}

/** Marks a variable as set by Lambda itself. */
export function setByPlatform<T>(key: ConfigKey<T>): ConfigKey<T> {
  return { ...key, setBy: 'platform' };
}

/** Accepts any text. */
export function text(value: string): Parsed<string> {
  return { value };
}

/** Parses a whole number in decimal digits, from `minimum` to `maximum`. */
export function integer(minimum: number, maximum: number): (value: string) => Parsed<number> {
  return (value) => {
    const number = /^-?\d+$/.test(value) ? Number(value) : Number.NaN;
    return number >= minimum && number <= maximum
      ? { value: number }
      : { fault: `must be a whole number from ${minimum} to ${maximum}` };
  };
}

/** Parses names that are separated by commas. */
export function nameList(value: string): Parsed<string[]> {
  const names = value.split(',').map((name) => name.trim());
  return names.every((name) => name !== '' && name.length <= 100)
    ? { value: [...new Set(names)] }
    : { fault: 'must be names separated by commas, each of at most 100 characters' };
}

/** Parses one of the given words. */
export function oneOf<const Word extends string>(words: readonly Word[]): (value: string) => Parsed<Word> {
  return (value) => {
    const word = words.find((candidate) => candidate === value);
    return word === undefined ? { fault: `must be one of ${words.join(', ')}` } : { value: word };
  };
}
