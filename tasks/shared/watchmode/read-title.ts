import { violationsOf, type Violation } from '../../../events/validate.ts';
import { WatchmodeUnexpectedResponse } from '../errors/watchmode-errors.ts';
import type { HttpResponse } from './http.ts';
import type { TitleDetails } from './responses.ts';
import { BREAKS_SCHEMA, parseBody } from './validate-response.ts';
import * as validators from './validators.mjs';

/** Is told of a part that was dropped: where it was, and what was wrong with it. */
export type NotePart = (part: Violation) => void;

/** Without these a response is no title, and a source no way to watch one. */
const ESSENTIAL: ReadonlySet<string> = new Set(['id', 'title', 'type']);
const ESSENTIAL_OF_SOURCE: ReadonlySet<string> = new Set(['source_id', 'name', 'type', 'region']);

/** How often a title is read again without what was odd: a validator names a thousand parts at a time. */
const MAX_ROUNDS = 20;

/**
 * Reads a 2xx response about a title. A part that breaks the schema, such as a text for a price, is left out, the
 * smallest that there is: a key of the title, a source, a key of a source.
 *
 * @param note - is told of every part that is left out
 * @throws WatchmodeUnavailable when it is not JSON
 * @throws WatchmodeUnexpectedResponse when it lacks what makes a title a title, or has odd parts without end
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

/** The keys that lead to the place: none of the schema's has a character that a JSON pointer escapes. */
function keysOf({ pointer }: Violation): string[] {
  return pointer.split('/').slice(1);
}

/** The part to leave out: `price`, `sources/3` or `sources/3/price`. */
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
