import { meantBy, similarNames } from '../../events/similar-names.ts';
import type { Region } from '../../events/types.ts';
import { UsageError } from '../errors.ts';
import { isIn, type KnownName } from './known-names.ts';

/** The maximum number of names that a message lists. */
const LISTED = 40;

/**
 * Finds services or genres by name or ID, as {@link meantBy} does. A name that several have stands for all of them.
 *
 * @param kind the word for one of them in messages
 * @returns the IDs, each once
 * @throws UsageError for an unknown one, with similar names or else all names
 * @example findNamed('service', ['bbc iplayer', '203'], await catalogue.readNames('source'))
 */
export function findNamed(
  kind: 'service' | 'genre',
  wanted: readonly string[],
  known: readonly KnownName[],
): number[] {
  const ids = wanted.flatMap((word) => {
    const found = meantBy(word, known);
    if (found.length === 0) throw new UsageError(notFound(kind, word, known));
    return found.map(({ id }) => id);
  });
  return [...new Set(ids)];
}

/**
 * Finds services of a region by name or ID, as {@link findNamed} does. A service whose regions are not known counts as
 * one of each.
 *
 * @throws UsageError also for a service of other regions, which it names
 * @example findServices(['Netflix'], await catalogue.readNames('source'), 'GB')
 */
export function findServices(
  wanted: readonly string[],
  known: readonly KnownName[],
  region: Region,
): number[] {
  const there = known.filter((service) => isIn(region, service));
  for (const word of wanted) {
    const elsewhere = meantBy(word, there).length === 0 ? meantBy(word, known) : [];
    if (elsewhere.length === 0) continue;
    const regions = [...new Set(elsewhere.flatMap((service) => service.regions ?? []))].sort();
    const where = regions.length === 0 ? 'it is in no country' : `it is in ${regions.join(', ')}`;
    throw new UsageError(`${listNames(elsewhere)} is not in ${region}: ${where}`);
  }
  return findNamed('service', wanted, there);
}

/**
 * Lists names for a message.
 * @example listNames([{ id: 203, name: 'Netflix' }]); // 'Netflix (203)'
 */
export function listNames(known: readonly KnownName[]): string {
  const listed = known.slice(0, LISTED).map(({ id, name }) => `${name} (${id})`);
  const rest = known.length - listed.length;
  return listed.join(', ') + (rest > 0 ? ` and ${rest} more` : '');
}

function notFound(kind: 'service' | 'genre', word: string, known: readonly KnownName[]): string {
  const similar = similarNames(
    word,
    known.map(({ name }) => name),
  );
  const problem = `there is no ${kind} ${JSON.stringify(word)} in the catalogue`;
  return similar.length > 0
    ? `${problem}: did you mean ${similar.join(' or ')}?`
    : `${problem}: it has ${listNames(known)}`;
}
