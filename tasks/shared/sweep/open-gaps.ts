import { placesOf, type KnownOrder, type PageTitles } from './known-order.ts';

/** The open gaps of a section while it is swept again. */
export interface OpenGaps {
  /** Returns true if an open gap can have hidden this listed title from all sweeps so far. */
  mayHide(titleId: number): boolean;
  /** Returns the gaps that stay open: each before this title, the first one of a page. */
  next(): number[];
}

/** The place of a gap on a page of the new sweep: between two titles that are certain to lie on either side of it. */
interface GapOnPage {
  /** The index of the last title before the gap; -1 if there is none. */
  readonly before: number;
  /** The index of the first title after the gap; the number of titles if there is none. */
  readonly after: number;
}

/** An open gap of the former sweep, on the pages of the new one. */
interface OpenGap {
  /** Its place on each page. */
  readonly places: readonly GapOnPage[];
  /** True if a page covers it. */
  readonly isClosed: boolean;
}

/** The new sweep, and the order of the former one. */
interface NewSweep {
  readonly order: KnownOrder;
  readonly listed: readonly PageTitles[];
}

/**
 * Finds out which gaps the pages of a sweep close, and where the others lie now.
 *
 * A title that was there during all of the first sweep and that no page lists lies between the end of one page and the
 * start of the next. A page with a title of both pages covers that place.
 *
 * @param before - the pages of the former sweep
 * @param gaps - the first titles of those pages that have an open gap before them
 */
export function openGaps(before: readonly PageTitles[], gaps: readonly number[], sweep: NewSweep): OpenGaps {
  const { listed } = sweep;
  const open = before
    .slice(1)
    .flatMap((later, index) =>
      gaps.includes(later[0] ?? 0) ? [gapBetween(before[index] ?? [], later, sweep)] : [],
    );
  const positions = placesOf(listed);

  /** A title can lie in a gap if none of its places is certain to be on either side of it. */
  function canLieIn({ places }: OpenGap, titleId: number): boolean {
    return (positions.get(titleId) ?? []).every(({ page, index }) => {
      const { before: last = -1, after: first = Infinity } = places[page] ?? {};
      return index > last && index < first;
    });
  }

  /**
   * A gap lies between two pages if no title of the earlier one is certain to be behind it, and no title of the later one
   * before it. Pages that share a title have no gap between them.
   */
  function isOpenBefore(later: PageTitles, page: number): boolean {
    const earlier = listed[page - 1] ?? [];
    const isThere = ({ places, isClosed }: OpenGap) =>
      !isClosed && places[page - 1]?.after === earlier.length && places[page]?.before === -1;
    return open.some(isThere) && !later.some((id) => earlier.includes(id));
  }

  return {
    mayHide: (titleId) => open.some((gap) => canLieIn(gap, titleId)),
    next: () =>
      listed.flatMap((titles, page) => (page > 0 && isOpenBefore(titles, page) ? titles.slice(0, 1) : [])),
  };
}

/** Returns the gap between two pages of the former sweep. */
function gapBetween(earlier: PageTitles, later: PageTitles, { order, listed }: NewSweep): OpenGap {
  const [beforeGap, afterGap] = [new Set(earlier), new Set(later)];
  const [last = 0, first = 0] = [earlier.at(-1), later[0]];
  const isBefore = (id: number) => beforeGap.has(id) || order.isBefore(id, last);
  const isAfter = (id: number) => afterGap.has(id) || order.isBefore(first, id);
  const places = listed.map((titles): GapOnPage => {
    const after = titles.findIndex(isAfter);
    return { before: titles.findLastIndex(isBefore), after: after === -1 ? titles.length : after };
  });
  const covers = (titles: PageTitles) =>
    titles.some((id) => beforeGap.has(id)) && titles.some((id) => afterGap.has(id));
  return { places, isClosed: listed.some(covers) };
}
