import { meantBy, similarNames } from '../../../events/similar-names.ts';
import type { NamedReference } from '../../../events/types.ts';

/** Something with an ID and a name. */
export interface Named {
  readonly id: number;
  readonly name: string;
}

/** The word for one of some named things, in messages. */
export type NamedKind = 'service' | 'genre';

/**
 * Finds a service or a genre by its name or ID, as {@link meantBy} does.
 *
 * @returns what is found, or the problem
 */
export function findByName<Entry extends Named>(
  kind: NamedKind,
  wanted: NamedReference,
  entries: readonly Entry[],
): { readonly found: Entry } | { readonly problem: string } {
  const matches = meantBy(wanted, entries);
  const [found] = matches;
  if (found === undefined) return { problem: unknown(kind, wanted, entries) };
  if (matches.length === 1) return { found };
  const choices = matches.map(({ id, name }) => `${id} (${name})`).join(' or ');
  return { problem: `is the name of several ${kind}s: give one of their IDs, ${choices}` };
}

function unknown(kind: NamedKind, wanted: NamedReference, entries: readonly Named[]): string {
  if (typeof wanted === 'number') return `is not the ID of a ${kind} of Watchmode`;
  const similar = similarNames(
    wanted,
    entries.map(({ name }) => name),
  );
  const hint = similar.length === 0 ? '' : `: did you mean ${similar.join(' or ')}?`;
  return `is not the name of a ${kind} of Watchmode${hint}`;
}
