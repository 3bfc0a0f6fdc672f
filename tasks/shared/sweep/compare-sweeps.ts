import type { MissingTitle } from '../../../events/types.ts';
import {
  createKnownOrder,
  linksBetween,
  type KnownOrder,
  type Link,
  type PageTitles,
} from './known-order.ts';
import { judgeAbsent, type Evidence, type SweptPage } from './judge-absent.ts';
import { openGaps } from './open-gaps.ts';

/** The last complete sweep of a section, and what is known since. */
export interface FormerSweep {
  readonly pages: readonly Pick<SweptPage, 'titles'>[];
  readonly missing: readonly MissingTitle[];
  readonly gaps: readonly number[];
  readonly links: readonly Link[];
}

/** The findings of a sweep, and the facts that the next one needs. */
export interface Comparison {
  /** The distinct titles that the sweep lists. */
  readonly titles: ReadonlySet<number>;
  /** The titles that are new, in the order of the listing. */
  readonly arrived: number[];
  /** The titles that no sweep has listed before, but that an open gap can have hidden since the first one. */
  readonly adopted: number[];
  /** The titles that are gone. */
  readonly left: number[];
  readonly missing: MissingTitle[];
  /** The number of missing titles that are held back, because most of the section disappeared at once. */
  readonly held: number;
  readonly gaps: number[];
  readonly links: Link[];
}

/** The number of complete sweeps that must be without a title before it is gone. */
const SWEEPS_WITHOUT = 2;

/** The same for titles that are held back. A fault of Watchmode has ended by then, or somebody has seen the alarm. */
export const SWEEPS_WITHOUT_HELD = 7;

/** The number of missing titles from which a loss of more than half of a section holds them back. */
const HELD_FROM = 50;

/** The maximum number of departures of a section in one sweep, so that a listing stays small. Later sweeps have the others. */
export const MAX_LEFT = 2_000;

/**
 * Compares a sweep with the former one.
 *
 * The catalogue changes between any two pages of a sweep, so a title that is there all the time can be on none of them. A
 * page is a witness: what lies between two of its titles and is not on it was not there at that moment. The first page
 * also shows what lies before its titles, and the last page what lies behind them.
 *
 * - A title is gone if two complete sweeps in a row do not list it, and a page of them shows that it is gone.
 * - If more than half of a section is missing, from 50 titles on, a fault of Watchmode is likely. Its missing titles are
 *   held back: they are gone after seven complete sweeps in a row.
 * - A title is new if no sweep has listed it and no open gap can have hidden it. A gap is the place between two pages of
 *   the first sweep; a page with titles of both closes it. Titles from an open gap are adopted silently.
 *
 * @param former - null for the first sweep of a section, which says nothing
 */
export function compareSweeps(former: FormerSweep | null, pages: readonly SweptPage[]): Comparison {
  const listed = withTitles(pages);
  if (former === null) return firstSweep(listed);
  const titles = new Set(listed.flat());
  const before = withTitles(former.pages);
  const order = createKnownOrder(before, [...former.links, ...linksBetween(before, listed)]);
  const open = openGaps(before, former.gaps, { order, listed });
  const known = new Set([...before.flat(), ...former.missing.map(({ titleId }) => titleId)]);
  const unknown = [...titles].filter((id) => !known.has(id));
  const arrived = unknown.filter((id) => !open.mayHide(id));
  const adopted = unknown.filter((id) => open.mayHide(id));
  const evidence = { order, pages, isListed: (titleId: number) => titles.has(titleId) };
  const judged = judgeMissing(known, former.missing, evidence);
  const left = judged
    .filter(isGone)
    .slice(0, MAX_LEFT)
    .map(({ titleId }) => titleId);
  const gone = new Set(left);
  const missing = judged.filter(({ titleId }) => !gone.has(titleId));
  const held = missing.filter((title) => title.held === true).length;
  const gaps = open.next();
  return { titles, arrived, adopted, left, missing, held, gaps, links: nextLinks(order, listed) };
}

/**
 * Returns the comparison of the first sweep of a section, which says nothing. Two pages have a gap between them, unless they
 * share a title.
 */
function firstSweep(listed: readonly PageTitles[]): Comparison {
  const gaps = listed
    .slice(1)
    .flatMap((page, index) => (sharesTitle(page, listed[index]) ? [] : (page[0] ?? [])));
  const links = distinct(linksBetween(listed, []));
  const titles = new Set(listed.flat());
  return { titles, arrived: [], adopted: [], left: [], missing: [], held: 0, gaps, links };
}

/** Judges all known titles that the sweep does not list. Holds them back after a large loss. */
function judgeMissing(
  known: ReadonlySet<number>,
  former: readonly MissingTitle[],
  evidence: Evidence,
): MissingTitle[] {
  const formerly = new Map(former.map((missing) => [missing.titleId, missing]));
  const absent = [...known].filter((titleId) => !evidence.isListed(titleId));
  const isLoss = absent.length >= HELD_FROM && absent.length > known.size / 2;
  return absent.map((titleId) => {
    const earlier = formerly.get(titleId);
    const title = judgeAbsent(titleId, earlier, evidence);
    return isLoss || earlier?.held === true ? { ...title, held: true } : title;
  });
}

function isGone({ sweeps, seenGone, held = false }: MissingTitle): boolean {
  return seenGone && sweeps >= (held ? SWEEPS_WITHOUT_HELD : SWEEPS_WITHOUT);
}

/**
 * Returns true if the next sweep can have the same ends of pages: the order is known across them, no gap is open, and a
 * page has shown that each missing title is gone.
 */
export function isSettled({ pages, missing, gaps, links }: FormerSweep): boolean {
  const listed = withTitles(pages);
  const isJoined = (page: PageTitles, index: number) =>
    links.some(
      (link) => link.page === index + 1 && link.last === listed[index]?.at(-1) && link.first === page[0],
    );
  return gaps.length === 0 && missing.every(({ seenGone }) => seenGone) && listed.slice(1).every(isJoined);
}

/** Returns what is certain about the order of neighbouring pages of the sweep. */
function nextLinks(order: KnownOrder, pages: readonly PageTitles[]): Link[] {
  const found = pages.slice(1).flatMap((later, index) => {
    for (const last of (pages[index] ?? []).toReversed()) {
      const first = later.find((id) => order.isBefore(last, id));
      if (first !== undefined) return [{ page: index + 1, last, first }];
    }
    return [];
  });
  return distinct([...found, ...linksBetween(pages, [])]);
}

/** Returns the distinct links. */
function distinct(links: readonly Link[]): Link[] {
  return [...new Map(links.map((link) => [`${link.page} ${link.last} ${link.first}`, link])).values()];
}

function sharesTitle(one: PageTitles, other: PageTitles = []): boolean {
  return one.some((id) => other.includes(id));
}

function withTitles(pages: readonly Pick<SweptPage, 'titles'>[]): PageTitles[] {
  return pages.map(({ titles }) => titles).filter((titles) => titles.length > 0);
}
