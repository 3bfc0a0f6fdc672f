import type { Region } from '../../events/types.ts';
import { UsageError } from '../errors.ts';
import { isIn, type KnownName } from './known-names.ts';

/** The maximum number of names that a message suggests, and that it lists. */
const SUGGESTED = 3;
const LISTED = 40;

/**
 * Finds services or genres by name or ID. Names match without regard to case, accents, spaces and punctuation. A name
 * that several have stands for all of them.
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
    const found = named(word, known);
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
    const elsewhere = named(word, there).length === 0 ? named(word, known) : [];
    if (elsewhere.length === 0) continue;
    const regions = [...new Set(elsewhere.flatMap((service) => service.regions ?? []))].sort();
    const where = regions.length === 0 ? 'it is in no country' : `it is in ${regions.join(', ')}`;
    throw new UsageError(`${listNames(elsewhere)} is not in ${region}: ${where}`);
  }
  return findNamed('service', wanted, there);
}

function named(word: string, known: readonly KnownName[]): KnownName[] {
  return known.filter(({ id, name }) => String(id) === word || plain(name) === plain(word));
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
  const similar = similarTo(word, known);
  const problem = `there is no ${kind} ${JSON.stringify(word)} in the catalogue`;
  return similar.length > 0
    ? `${problem}: did you mean ${similar.join(' or ')}?`
    : `${problem}: it has ${listNames(known)}`;
}

function similarTo(word: string, known: readonly KnownName[]): string[] {
  const ranked = known
    .map(({ name }) => ({
      name,
      distance: distanceOf(plain(word), plain(name)),
    }))
    .filter(({ distance }) => distance < Infinity)
    .sort((one, other) => one.distance - other.distance);
  return [...new Set(ranked.map(({ name }) => name))].slice(0, SUGGESTED);
}

/** Returns how different two names are; Infinity if they have too little in common. A part of a name is similar to it. */
function distanceOf(word: string, name: string): number {
  if (word.length >= 3 && name.includes(word)) return 0;
  if (name.length >= 3 && word.includes(name)) return 1;
  const edits = editsBetween(word, name);
  return edits <= Math.max(1, Math.floor(name.length / 3)) ? edits + 1 : Infinity;
}

/** Returns the number of letters to add, drop or replace (Levenshtein). */
function editsBetween(one: string, other: string): number {
  const letters = Array.from(other);
  let row = [0, ...letters.map((_, index) => index + 1)];
  for (const [index, letter] of Array.from(one).entries()) {
    const next = [index + 1];
    for (const [column, expected] of letters.entries()) {
      next.push(
        Math.min(
          (row[column] ?? 0) + Number(letter !== expected),
          (row[column + 1] ?? 0) + 1,
          (next[column] ?? 0) + 1,
        ),
      );
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}

/** Returns the letters and digits of a name in lower case, without accents. */
function plain(name: string): string {
  return name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}
