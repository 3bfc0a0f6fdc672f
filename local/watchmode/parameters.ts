import { ApiError } from './api-error.ts';
import { parsePacific } from './pacific-time.ts';

/** Reads query parameters. Each method throws ApiError 400 with the name of the parameter and its allowed values. */
export class Parameters {
  readonly #query: URLSearchParams;

  constructor(query: URLSearchParams) {
    this.#query = query;
  }

  wholeNumber(name: string, low: number, high: number, fallback: number): number {
    const text = this.#query.get(name) ?? '';
    if (text === '') return fallback;
    const number = /^\d{1,15}$/.test(text) ? Number(text) : NaN;
    if (number >= low && number <= high) return number;
    throw new ApiError(400, `${name} must be a whole number from ${low} to ${high}`);
  }

  /** Reads a number that may have decimals; undefined if the parameter is absent. */
  number(name: string, low: number, high: number): number | undefined {
    const text = this.#query.get(name) ?? '';
    if (text === '') return undefined;
    const number = /^\d{1,15}(\.\d{1,15})?$/.test(text) ? Number(text) : NaN;
    if (number >= low && number <= high) return number;
    throw new ApiError(400, `${name} must be a number from ${low} to ${high}`);
  }

  /** Reads a day as a number, `YYYYMMDD`; undefined if the parameter is absent. */
  day(name: string): number | undefined {
    const text = this.#query.get(name) ?? '';
    if (text === '') return undefined;
    if (/^\d{8}$/.test(text) && parsePacific(text, 'start') !== undefined) return Number(text);
    throw new ApiError(400, `${name} must be a day as YYYYMMDD`);
  }

  /** Reads a date in Pacific time as epoch seconds. */
  date(name: string, edge: 'start' | 'end', fallback: number): number {
    const text = this.#query.get(name) ?? '';
    if (text === '') return fallback;
    const seconds = parsePacific(text, edge);
    if (seconds !== undefined) return seconds;
    throw new ApiError(400, `${name} must be a date as YYYYMMDD or YYYYMMDDHHMMSS`);
  }

  /** Reads a comma-separated list of words in `allowed`; undefined if the parameter is absent. */
  oneOf(name: string, allowed: readonly string[]): ReadonlySet<string> | undefined {
    const items = this.#list(name);
    const unknown = items?.find((item) => !allowed.includes(item));
    if (unknown === undefined) return items && new Set(items);
    throw new ApiError(400, `${name} must be of ${allowed.join(', ')}`);
  }

  /** Reads one of the names in `choices` as its value. */
  choice<Value>(name: string, choices: ReadonlyMap<string, Value>, fallback: Value): Value {
    const text = this.#query.get(name) ?? '';
    if (text === '') return fallback;
    const value = choices.get(text);
    if (value !== undefined) return value;
    throw new ApiError(400, `${name} must be one of ${[...choices.keys()].join(', ')}`);
  }

  /** Reads a list of numeric IDs; undefined if the parameter is absent. */
  ids(name: string): ReadonlySet<number> | undefined {
    const items = this.#list(name);
    if (items?.every((item) => /^\d{1,10}$/.test(item)) === false) {
      throw new ApiError(400, `${name} must be IDs with commas between them`);
    }
    return items && new Set(items.map(Number));
  }

  /** Reads a list of two-letter countries; undefined if the parameter is absent. */
  regions(name: string): ReadonlySet<string> | undefined {
    const items = this.#list(name);
    if (items?.every((item) => /^[A-Za-z]{2}$/.test(item)) === false) {
      throw new ApiError(400, `${name} must be two-letter countries with commas between them`);
    }
    return items && new Set(items.map((item) => item.toUpperCase()));
  }

  /** Reads one two-letter country; undefined if the parameter is absent. */
  region(name: string): ReadonlySet<string> | undefined {
    const regions = this.regions(name);
    if (regions === undefined || regions.size === 1) return regions;
    throw new ApiError(400, `${name} must be one two-letter country`);
  }

  /** Reads a list of two-letter languages; undefined if the parameter is absent. */
  languages(name: string): ReadonlySet<string> | undefined {
    const items = this.#list(name);
    if (items?.every((item) => /^[A-Za-z]{2}$/.test(item)) === false) {
      throw new ApiError(400, `${name} must be two-letter languages with commas between them`);
    }
    return items && new Set(items.map((item) => item.toLowerCase()));
  }

  /** Reads a two-letter language; undefined if the parameter is absent. */
  language(name: string): string | undefined {
    const text = this.#query.get(name) ?? '';
    if (text === '') return undefined;
    if (/^[A-Za-z]{2}$/.test(text)) return text.toLowerCase();
    throw new ApiError(400, `${name} must be a two-letter language`);
  }

  #list(name: string): string[] | undefined {
    const text = this.#query.get(name) ?? '';
    return text === '' ? undefined : text.split(',').map((item) => item.trim());
  }
}
