/** The maximum number of similar names. */
const SUGGESTED = 3;

/**
 * Returns the letters and digits of a name in lower case, without accents. Names that differ in nothing else are the same.
 * @example plainName('BBC iPlayer'); // 'bbciplayer'
 */
export function plainName(name: string): string {
  return name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}

/**
 * Returns the entries that a person means by a name or an ID. A name matches without regard to case; if none does, without
 * regard to accents, spaces and punctuation; and if none does, as an ID. A number is an ID first, then a name: a service can
 * be named by digits, for example 5, and the command line has a number for each word of digits.
 * @example meantBy('netflix', [{ id: 203, name: 'Netflix' }]); // [{ id: 203, name: 'Netflix' }]
 */
export function meantBy<Entry extends { readonly id: number; readonly name: string }>(
  word: string | number,
  entries: readonly Entry[],
): Entry[] {
  const text = String(word);
  const hasId = ({ id }: Entry) => String(id) === text;
  const plain = plainName(text);
  const hasName = ({ name }: Entry) => name.toLowerCase() === text.toLowerCase();
  const hasPlainName = ({ name }: Entry) => plain !== '' && plainName(name) === plain;
  const rules = typeof word === 'number' ? [hasId, hasName] : [hasName, hasPlainName, hasId];
  for (const rule of rules) {
    const matches = entries.filter(rule);
    if (matches.length > 0) return matches;
  }
  return [];
}

/**
 * Returns up to three distinct names that a person may have meant, the most similar one first.
 * @example similarNames('Netflx', ['Netflix', 'ITVX']); // ['Netflix']
 */
export function similarNames(word: string, names: readonly string[]): string[] {
  const ranked = names
    .map((name) => ({ name, distance: distanceOf(plainName(word), plainName(name)) }))
    .filter(({ distance }) => distance < Infinity)
    .sort((one, other) => one.distance - other.distance);
  return [...new Set(ranked.map(({ name }) => name))].slice(0, SUGGESTED);
}

/** Returns how different two names are; Infinity if they have too little in common. A part of a name is similar to it. */
function distanceOf(word: string, name: string): number {
  if (word === '') return Infinity;
  if (word.length >= 3 && name.includes(word)) return 0;
  if (name.length >= 3 && word.includes(name)) return 1;
  const edits = editsBetween(word, name);
  return edits <= Math.max(1, Math.floor(name.length / 3)) ? edits + 1 : Infinity;
}

/**
 * Returns the number of letters to add, drop or replace (Levenshtein).
 * @example editsBetween('verison', 'version'); // 2
 */
export function editsBetween(one: string, other: string): number {
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
