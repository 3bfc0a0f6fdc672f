import type { HttpResponse } from './http.ts';
import { readParts, type NotePart, type PartOf } from './read-parts.ts';
import type { TitleDetails } from './responses.ts';
import * as validators from './validators.mjs';

/** The required keys of a title and of a source. */
const ESSENTIAL: ReadonlySet<string> = new Set(['id', 'title', 'type']);
const ESSENTIAL_OF_SOURCE: ReadonlySet<string> = new Set(['source_id', 'name', 'type', 'region']);

/**
 * Reads a 2xx response about a title. It leaves out the smallest parts that break the schema, such as a text for a price:
 * a key of the title, a source, or a key of a source.
 *
 * @param note - receives every part that is left out
 * @throws WatchmodeUnavailable if it is not JSON
 * @throws WatchmodeUnexpectedResponse if it lacks a required key, or has too many invalid parts
 */
export function readTitle(response: HttpResponse, note: NotePart): TitleDetails {
  return readParts({ TitleDetails: validators.TitleDetails }, response, { partOf, note });
}

/** Returns the path of `price`, `sources/3` or `sources/3/price`. */
const partOf: PartOf = ([key, index, member]) => {
  if (key === undefined || ESSENTIAL.has(key)) return undefined;
  if (key !== 'sources' || index === undefined) return [key];
  return member === undefined || ESSENTIAL_OF_SOURCE.has(member) ? [key, index] : [key, index, member];
};
