import type { RunHead, VisitRow } from '../../api/index.ts';
import { counted, moment } from '../format.ts';

/** Names that Step Functions gives: to child executions, and to executions that were started without a name. */
const GENERATED = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}(_[0-9a-f-]{36})?$/;
/** The number of titles that the heading of a child execution names. */
const NAMED = 3;

/** The heading of a run's page. */
export interface RunHeading {
  /** The parts of the heading. Titles are isolated from the text around them. */
  readonly titles: readonly string[];
  readonly text: string;
  /** True if the heading leaves out the name of the execution. */
  readonly isInstead: boolean;
}

/** Returns a heading that says what a run is: its name; the titles or the start of one whose name was generated. */
export function headingOf(head: RunHead, visits: readonly VisitRow[]): RunHeading {
  if (!GENERATED.test(head.name)) return { titles: [], text: head.name, isInstead: false };
  if (head.mapRun === null) return { titles: [], text: `Run of ${moment(head.startedAt)}`, isInstead: true };
  const titles = titlesOf(visits);
  if (titles.length === 0) return { titles, text: 'Child execution', isInstead: true };
  const more = titles.length - NAMED;
  return {
    titles: titles.slice(0, NAMED),
    text: more > 0 ? ` and ${counted(more, 'more', 'more')}` : '',
    isInstead: true,
  };
}

/** Returns the titles of the iterations: the name of each once it is known, before that its id. */
function titlesOf(visits: readonly VisitRow[]): string[] {
  const byIteration = new Map<number, string>();
  for (const { iteration, title } of visits) {
    if (iteration === null || title === null) continue;
    const known = byIteration.get(iteration);
    if (known === undefined || /^\d+$/.test(known)) byIteration.set(iteration, title);
  }
  return [...byIteration].sort(([a], [b]) => a - b).map(([, title]) => title);
}
