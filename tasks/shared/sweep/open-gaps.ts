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

/**
 * Finds out which gaps the pages of a sweep close, and where the others lie now.
 *
 * A title that was there during all of the first sweep and that no page lists lies between the end of one page and the
 * start of the next. A page with a title of both pages covers that place.
 *
 * @param before - the pages of the former sweep
 * @param gaps - the first titles of those pages that have an open gap before them
 */
export function openGaps(
  before: readonly PageTitles[],
  gaps: readonly number[],
  { order, listed }: { readonly order: KnownOrder; readonly listed: readonly PageTitles[] },
): OpenGaps {
  const open = before
    .slice(1)
    .flatMap((later, index) =>
      gaps.includes(later[0] ?? 0) ? [{ earlier: before[index] ?? [], later }] : [],
    )
    .map(({ earlier, later }) => {
      const [beforeGap, afterGap] = [new Set(earlier), new Set(later)];
      const [last = 0, first = 0] = [earlier.at(-1), later[0]];
      const isBefore = (id: number) => beforeGap.has(id) || order.isBefore(id, last);
      const isAfter = (id: number) => afterGap.has(id) || order.isBefore(first, id);
      const places = listed.map((titles): GapOnPage => {
        const after = titles.findIndex(isAfter);
        return { before: titles.findLastIndex(isBefore), after: after === -1 ? titles.length : after };
      });
      const isClosed = listed.some(
        (titles) => titles.some((id) => beforeGap.has(id)) && titles.some((id) => afterGap.has(id)),
      );
      return { places, isClosed };
    });
  const positions = placesOf(listed);
  return {
    mayHide: (titleId) =>
      open.some(({ places }) =>
        (positions.get(titleId) ?? []).every(({ page, index }) => {
          const { before = -1, after = Infinity } = places[page] ?? {};
          return index > before && index < after;
        }),
      ),
    next: () =>
      listed.slice(1).flatMap((titles, index) => {
        const earlier = listed[index] ?? [];
        const isOpen = open.some(({ places, isClosed }) => {
          const [left, right] = [places[index], places[index + 1]];
          return !isClosed && left?.after === earlier.length && right?.before === -1;
        });
        const [first] = titles;
        return isOpen && first !== undefined && !titles.some((id) => earlier.includes(id)) ? [first] : [];
      }),
  };
}
