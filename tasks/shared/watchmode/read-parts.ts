import { violationsOf, type Violation } from '../../../events/validate.ts';
import { WatchmodeUnexpectedResponse } from '../errors/watchmode-errors.ts';
import type { HttpResponse } from './http.ts';
import type { Responses } from './responses.ts';
import { BREAKS_SCHEMA, parseBody } from './validate-response.ts';
import type { Validator } from './validators.mjs';

/** Receives a dropped part: its place and its fault. */
export type NotePart = (part: Violation) => void;

/** The keys from the response down to a part of it. */
export type Path = readonly string[];

/** Returns the part to leave out because of a fault at a place; undefined if the response is useless without it. */
export type PartOf = (place: Path) => Path | undefined;

/** The maximum number of rounds that drop invalid parts. A validator names up to a thousand parts in each. */
const MAX_ROUNDS = 20;

/**
 * Reads a 2xx response without the parts that break its schema.
 *
 * @param contract - the validator of the response by its name, so that a bundle contains no others
 * @param note - receives every part that is left out
 * @throws WatchmodeUnavailable if it is not JSON
 * @throws WatchmodeUnexpectedResponse if it is useless without an invalid part, or has too many of them
 */
export function readParts<Name extends keyof Responses>(
  contract: Readonly<Record<Name, Validator>>,
  response: HttpResponse,
  { partOf, note }: { readonly partOf: PartOf; readonly note: NotePart },
): Responses[Name] {
  let value = parseBody(response);
  for (let round = 1; ; round += 1) {
    const violations = Object.values<Validator>(contract).flatMap((validator) =>
      violationsOf(validator, value),
    );
    if (violations.length === 0) return value as Responses[Name];
    const odd: Parts = new Map();
    const isUseless = violations.some((violation) => {
      const path = partOf(keysOf(violation));
      if (path !== undefined) leaveOut(odd, path);
      return path === undefined;
    });
    if (isUseless || round === MAX_ROUNDS) {
      throw new WatchmodeUnexpectedResponse(response.request, BREAKS_SCHEMA, violations);
    }
    violations.forEach(note);
    value = without(value, odd);
  }
}

/** Parts to leave out, by key: the whole member, or parts of it. */
type Parts = Map<string, Parts | 'whole'>;

/** Splits a JSON pointer into keys. No key of the schemas needs escaping. */
function keysOf({ pointer }: Violation): Path {
  return pointer.split('/').slice(1);
}

function leaveOut(parts: Parts, [key = '', ...rest]: Path): void {
  if (rest.length === 0) parts.set(key, 'whole');
  const inner = parts.get(key) ?? new Map();
  if (inner === 'whole') return;
  parts.set(key, inner);
  leaveOut(inner, rest);
}

function without(value: unknown, parts: Parts): unknown {
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => kept(item, parts.get(String(index))));
  }
  const entries = Object.entries(value as object);
  return Object.fromEntries(
    entries.flatMap(([key, member]) => kept(member, parts.get(key)).map((rest) => [key, rest])),
  );
}

/** Returns what is left of a member, if anything. */
function kept(member: unknown, parts: Parts | 'whole' | undefined): unknown[] {
  if (parts === 'whole') return [];
  return [parts === undefined ? member : without(member, parts)];
}
