/** A value, or what is wrong with the text. */
export type Parsed<T> = { readonly value: T } | { readonly fault: string };

/** Who sets an environment variable: the deployment, or AWS Lambda (and whoever stands in for it). */
export type SetBy = 'deployment' | 'platform';

/** One environment variable of a task, as documentation and tests of a deployment read it. */
export interface ConfigKeyDescription {
  readonly name: string;
  /** What it means, its unit and its range. */
  readonly description: string;
  /** The text that is taken when the variable is absent; null when there is none. */
  readonly fallback: string | null;
  /** Whether the task refuses to work without it. */
  readonly required: boolean;
  readonly setBy: SetBy;
}

/** One environment variable of a task, with its reading. */
export interface ConfigKey<T> extends ConfigKeyDescription {
  /** Reads a text that is not blank. */
  parse(text: string): Parsed<T>;
}

/** A variable that a task refuses to work without. */
export function required<T>(
  name: string,
  description: string,
  parse: (text: string) => Parsed<T>,
): ConfigKey<T> {
  return { name, description, parse, fallback: null, required: true, setBy: 'deployment' };
}

/** The same variable with a text that is taken when it is absent. */
export function withFallback<T>(key: ConfigKey<T>, fallback: string): ConfigKey<T> {
  return { ...key, fallback, required: false };
}

/** The same variable, undefined when it is absent. */
export function optional<T>(key: ConfigKey<T>): ConfigKey<T | undefined> {
  return { ...key, required: false };
}

/** The same variable, set by Lambda itself. */
export function setByPlatform<T>(key: ConfigKey<T>): ConfigKey<T> {
  return { ...key, setBy: 'platform' };
}

/** Any text. */
export function text(value: string): Parsed<string> {
  return { value };
}

/** A whole number in decimal digits, from `minimum` to `maximum`. */
export function integer(minimum: number, maximum: number): (value: string) => Parsed<number> {
  return (value) => {
    const number = /^-?\d+$/.test(value) ? Number(value) : Number.NaN;
    return number >= minimum && number <= maximum
      ? { value: number }
      : { fault: `must be a whole number from ${minimum} to ${maximum}` };
  };
}

/** One of some words. */
export function oneOf<const Word extends string>(words: readonly Word[]): (value: string) => Parsed<Word> {
  return (value) => {
    const word = words.find((candidate) => candidate === value);
    return word === undefined ? { fault: `must be one of ${words.join(', ')}` } : { value: word };
  };
}
