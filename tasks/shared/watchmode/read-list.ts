import type { HttpResponse } from './http.ts';
import { readParts, type NotePart, type PartOf } from './read-parts.ts';
import type { Responses } from './responses.ts';
import type { Validator } from './validators.mjs';

/** The name of a response that is a list of names: services, genres or countries. */
export type ListName = 'SourceList' | 'GenreList' | 'RegionList';

/**
 * Reads a 2xx response that is a list of names. It leaves out the entries that break the schema, and of a service's
 * countries only those that break it.
 *
 * @param note - receives every part that is left out
 * @throws WatchmodeUnavailable if it is not JSON
 * @throws WatchmodeUnexpectedResponse if it is no list, or has too many invalid parts
 */
export function readList<Name extends ListName>(
  contract: Readonly<Record<Name, Validator>>,
  response: HttpResponse,
  note: NotePart,
): Responses[Name] {
  return readParts(contract, response, { partOf, note });
}

/** Returns the path of `3`, or `3/regions/0`. */
const partOf: PartOf = ([index, key, member]) => {
  if (index === undefined) return undefined;
  return key === undefined || member === undefined ? [index] : [index, key, member];
};
