import { plainName, similarNames } from '../../../events/similar-names.ts';
import type { NamedReference } from '../../../events/types.ts';

/** Something with an ID and a name. */
export interface Named {
  readonly id: number;
  readonly name: string;
}

/** The word for one of some named things, in messages. */
export type NamedKind = 'service' | 'genre';

/**
 * Finds a service or a genre by its name or ID. A name matches without regard to case; if none does, without regard to
 * accents, spaces and punctuation.
 *
 * @returns what is found, or the problem
 */
export function findByName<Entry extends Named>(
  kind: NamedKind,
  wanted: NamedReference,
  entries: readonly Entry[],
): { readonly found: Entry } | { readonly problem: string } {
  const matches = matchesOf(String(wanted), typeof wanted === 'string', entries);
  const [found] = matches;
  if (found === undefined) return { problem: unknown(kind, wanted, entries) };
  if (matches.length === 1) return { found };
  const choices = matches.map(({ id, name }) => `${id} (${name})`).join(' or ');
  return { problem: `is the name of several ${kind}s: give one of their IDs, ${choices}` };
}

/** A service can be named by digits, for example Channel 5, so names come before IDs. */
function matchesOf<Entry extends Named>(word: string, isName: boolean, entries: readonly Entry[]): Entry[] {
  const plain = plainName(word);
  const rules: ((entry: Entry) => boolean)[] = [
    ({ name }) => isName && name.toLowerCase() === word.toLowerCase(),
    ({ name }) => isName && plain !== '' && plainName(name) === plain,
    ({ id }) => String(id) === word,
  ];
  for (const rule of rules) {
    const matches = entries.filter(rule);
    if (matches.length > 0) return matches;
  }
  return [];
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
