import { titlesIn } from '../../../operate/run/titles-in.ts';
import type { StateVisit } from '../../../operate/run/state-visit.ts';

/** The maximum length of the input of an iteration over titles. The inputs of other iterations are not parsed. */
const MAX_INPUT = 5_000;
const TITLE = /"title":("(?:[^"\\]|\\.)*")/;

/** Returns the title that an iteration fetches: its name once it is fetched, before that its id. */
export function iterationTitle({ iteration, input = '', output = '' }: StateVisit): string | null {
  if (iteration === undefined || input.length > MAX_INPUT) return null;
  const [id, ...others] = titlesIn(input);
  if (id === undefined || others.length > 0) return null;
  // A record has 20 KiB, and a search is cheaper than parsing.
  const name = TITLE.exec(output)?.[1];
  return name === undefined ? String(id) : (JSON.parse(name) as string);
}
