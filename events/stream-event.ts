import { violationsOf, type Violation } from './validate.ts';
import { RemovalEvent, TitleEvent } from './validators.mjs';

/**
 * Checks an event of the stream by the rules of its `type`. The contract `StreamEvent` gives the same verdict, and with it
 * the faults by the rules of every type.
 *
 * @returns all violations; empty if `value` is a `StreamEvent`
 * @example violationsOfEvent(JSON.parse(text));
 */
export function violationsOfEvent(value: unknown): Violation[] {
  const { type } = (value ?? {}) as { readonly type?: unknown };
  return violationsOf(type === 'tvguide.title.removed' ? RemovalEvent : TitleEvent, value);
}
