import { violationsOf, type Violation } from '../../../events/validate.ts';
import { WatchmodeUnexpectedResponse } from '../errors/watchmode-errors.ts';
import type { HttpResponse } from './http.ts';
import type { TitleDetails } from './responses.ts';
import { BREAKS_SCHEMA, parseBody } from './validate-response.ts';
import * as validators from './validators.mjs';

/** Receives a dropped part: its place and its fault. */
export type NotePart = (part: Violation) => void;

/** The required keys of a title and of a source. */
const ESSENTIAL: ReadonlySet<string> = new Set(['id', 'title', 'type']);
const ESSENTIAL_OF_SOURCE: ReadonlySet<string> = new Set(['source_id', 'name', 'type', 'region']);

/** The maximum number of rounds that drop invalid parts. A validator names up to a thousand parts in each. */
const MAX_ROUNDS = 20;

/**
 * Reads a 2xx response about a title. It leaves out the smallest parts that break the schema, such as a text for a price:
 * a key of the title, a source, or a key of a source.
 *
 * @param note - receives every part that is left out
 * @throws WatchmodeUnavailable if it is not JSON
 * @throws WatchmodeUnexpectedResponse if it lacks a required key, or has too many invalid parts
 */
export function readTitle(response: HttpResponse, note: NotePart): TitleDetails {
  let value = parseBody(response);
  for (let round = 1; ; round += 1) {
    const violations = violationsOf(validators.TitleDetails, value);
    if (violations.length === 0) return value as TitleDetails;
    const parts = violations.map((violation) => ({ violation, keys: keysOf(violation) }));
    const isNoTitle = parts.some(({ keys: [key] }) => key === undefined || ESSENTIAL.has(key));
    if (isNoTitle || round === MAX_ROUNDS) {
      throw new WatchmodeUnexpectedResponse(response.request, BREAKS_SCHEMA, violations);
    }
    for (const { violation } of parts) note(violation);
    value = without(value as JsonObject, new Set(parts.map(({ keys }) => partOf(keys))));
  }
}

type JsonObject = Readonly<Record<string, unknown>>;

/** Splits a JSON pointer into keys. No key of the schema needs escaping. */
function keysOf({ pointer }: Violation): string[] {
  return pointer.split('/').slice(1);
}

/** Returns the part to leave out: `price`, `sources/3` or `sources/3/price`. */
function partOf([key = '', index, member]: readonly string[]): string {
  if (key !== 'sources' || index === undefined) return key;
  return member === undefined || ESSENTIAL_OF_SOURCE.has(member)
    ? `sources/${index}`
    : `sources/${index}/${member}`;
}

function without(title: JsonObject, parts: ReadonlySet<string>): JsonObject {
  const { sources, ...others } = omit(title, (key) => parts.has(key));
  if (!Array.isArray(sources)) return others;
  const touched = new Set([...parts].map((part) => Number(part.split('/')[1])));
  const kept = sources.flatMap((source: JsonObject, index) => {
    if (!touched.has(index)) return [source];
    if (parts.has(`sources/${index}`)) return [];
    return [omit(source, (key) => parts.has(`sources/${index}/${key}`))];
  });
  return { ...others, sources: kept };
}

function omit(object: JsonObject, isOut: (key: string) => boolean): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([key]) => !isOut(key)));
}
