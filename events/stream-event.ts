import { violationsOf, type Violation } from './validate.ts';
import {
  DepartureEvent,
  GenreEvent,
  RegionEvent,
  RemovalEvent,
  SourceEvent,
  TitleEvent,
  type Validator,
} from './validators.mjs';

/** The rules of each type of event. The types that are not here have the record of a title. */
const RULES: ReadonlyMap<unknown, Validator> = new Map([
  ['tvguide.title.removed', RemovalEvent],
  ['tvguide.title.left', DepartureEvent],
  ['tvguide.source.listed', SourceEvent],
  ['tvguide.genre.listed', GenreEvent],
  ['tvguide.region.listed', RegionEvent],
]);

/**
 * Checks an event of the stream by the rules of its `type`. The contract `StreamEvent` gives the same verdict, and with it
 * the faults by the rules of every type.
 *
 * @returns all violations; empty if `value` is a `StreamEvent`
 * @example violationsOfEvent(JSON.parse(text));
 */
export function violationsOfEvent(value: unknown): Violation[] {
  const { type } = (value ?? {}) as { readonly type?: unknown };
  return violationsOf(RULES.get(type) ?? TitleEvent, value);
}
