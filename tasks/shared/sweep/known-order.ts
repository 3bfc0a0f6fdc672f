/** The titles of one page, in the order of the listing. */
export type PageTitles = readonly number[];

/** Two titles of neighbouring pages whose order is certain. */
export interface Link {
  /** The number of the earlier page, from 1. */
  readonly page: number;
  /** A title of that page. */
  readonly last: number;
  /** A title of the page after it: `last` comes before it, or is the same title. */
  readonly first: number;
}

/** The order of titles that the pages of a sweep prove. */
export interface KnownOrder {
  /** Returns true if the first title certainly comes before the second one. */
  isBefore(one: number, other: number): boolean;
  /** Returns the nearest accepted title that certainly comes before this one; null if there is none. */
  nearestBefore(titleId: number, accept: (titleId: number) => boolean): number | null;
  /** Returns the nearest accepted title that certainly comes after this one; null if there is none. */
  nearestAfter(titleId: number, accept: (titleId: number) => boolean): number | null;
}

/** A place of a title: the index of the page, and the index on the page. */
interface Place {
  readonly page: number;
  readonly index: number;
}

/**
 * The places of a link: the index on the earlier page, and on the later one. All titles up to `left` come before all titles
 * from `right` on, or are the linked title itself.
 */
interface Joint {
  readonly left: number;
  readonly right: number;
}

/**
 * Creates the order that is certain from the pages of a sweep.
 *
 * The catalogue changes while it is read, so only the titles of one page are certain to be in the order of the listing.
 * Two neighbouring pages are in order only where a link joins them.
 *
 * An example: the pages are `1 2 3 | 4 5 6`, and a later page `2 4 6` links 2 with 4. Then 1 and 2 come before 4, 5 and 6.
 * Title 3 is only known to come after 2: the titles 4, 5 and 6 may have arrived before it, between the two requests.
 *
 * @param pages - pages with at least one title each
 * @param links - in any order; of several between the same pages, the one that joins most titles is used
 */
export function createKnownOrder(pages: readonly PageTitles[], links: readonly Link[]): KnownOrder {
  const places = placesOf(pages);
  const joints = jointsOf(pages, links);
  const reach = reachOf(joints);

  function precedes(one: Place, other: Place): boolean {
    if (one.page >= other.page) return one.page === other.page && one.index < other.index;
    // The way from one title to the other leaves the first page by its joint and enters the last page by another. All pages
    // between must continue it.
    const leaves = joints[one.page];
    const enters = joints[other.page - 1];
    if (leaves === undefined || enters === undefined) return false;
    return one.index <= leaves.left && (reach[one.page] ?? 0) >= other.page && other.index >= enters.right;
  }

  /** Finds the nearest accepted title in one direction: on the title's own pages, then on the pages beyond. */
  function nearest(titleId: number, accept: (titleId: number) => boolean, step: 1 | -1): number | null {
    for (const place of places.get(titleId) ?? []) {
      for (let page = place.page; page >= 0 && page < pages.length; page += step) {
        const titles = pages[page] ?? [];
        const start = page === place.page ? place.index + step : step === 1 ? 0 : titles.length - 1;
        for (let index = start; index >= 0 && index < titles.length; index += step) {
          const found = titles[index] ?? 0;
          const at = { page, index };
          const isCertain = step === 1 ? precedes(place, at) : precedes(at, place);
          if (isCertain && found !== titleId && accept(found)) return found;
        }
      }
    }
    return null;
  }

  return {
    isBefore(one, other) {
      if (one === other) return false;
      const others = places.get(other) ?? [];
      return (places.get(one) ?? []).some((place) => others.some((at) => precedes(place, at)));
    },
    nearestBefore: (titleId, accept) => nearest(titleId, accept, -1),
    nearestAfter: (titleId, accept) => nearest(titleId, accept, 1),
  };
}

/**
 * Returns the links that the pages of one sweep prove about the pages of another: a page with titles of two neighbouring
 * pages joins them. A page is a witness of its own order.
 */
export function linksBetween(pages: readonly PageTitles[], witnesses: readonly PageTitles[]): Link[] {
  return pages.slice(1).flatMap((later, index) => {
    const earlier = new Set(pages[index]);
    const following = new Set(later);
    const link = (titles: PageTitles) => linkOn(titles, earlier, following);
    // A title on both pages joins them by itself, because the catalogue moved between them.
    return [...witnesses, later].flatMap(link).map((found) => ({ page: index + 1, ...found }));
  });
}

/** Returns the links between two pages that one page proves. */
function linkOn(
  titles: PageTitles,
  earlier: ReadonlySet<number>,
  later: ReadonlySet<number>,
): Omit<Link, 'page'>[] {
  const last = titles.findLastIndex((id) => earlier.has(id));
  const first = titles.findIndex((id) => later.has(id));
  if (last === -1 || first === -1) return [];
  // The titles of both pages can be mixed. Either end is then joined with the title that it has on its other side.
  const next = titles.findIndex((id, index) => index >= last && later.has(id));
  const previous = titles.findLastIndex((id, index) => index <= first && earlier.has(id));
  return [
    [last, next],
    [previous, first],
  ].flatMap(([from = -1, to = -1]) => {
    const [one, other] = [titles[from], titles[to]];
    return one === undefined || other === undefined ? [] : [{ last: one, first: other }];
  });
}

/** Returns the places of each title. */
export function placesOf(pages: readonly PageTitles[]): Map<number, Place[]> {
  const places = new Map<number, Place[]>();
  pages.forEach((titles, page) => {
    titles.forEach((id, index) => {
      const known = places.get(id);
      if (known === undefined) places.set(id, [{ page, index }]);
      else known.push({ page, index });
    });
  });
  return places;
}

/** Returns the best joint of each two neighbouring pages. */
function jointsOf(pages: readonly PageTitles[], links: readonly Link[]): (Joint | undefined)[] {
  const joints: (Joint | undefined)[] = pages.map(() => undefined);
  for (const { page, last, first } of links) {
    const left = pages[page - 1]?.lastIndexOf(last) ?? -1;
    const right = pages[page]?.indexOf(first) ?? -1;
    if (left === -1 || right === -1) continue;
    const best = joints[page - 1];
    if (best === undefined || left - right > best.left - best.right) joints[page - 1] = { left, right };
  }
  return joints;
}

/**
 * Returns for each page the last page with titles that are certain to follow those before the page's joint. A page continues
 * the way of the pages before it if it is entered at or before the place where it is left.
 */
function reachOf(joints: readonly (Joint | undefined)[]): number[] {
  const reach = joints.map((_, page) => page);
  for (let page = joints.length - 1; page >= 0; page -= 1) {
    const joint = joints[page];
    if (joint === undefined) continue;
    const next = joints[page + 1];
    const continues = next !== undefined && joint.right <= next.left;
    reach[page] = continues ? (reach[page + 1] ?? page + 1) : page + 1;
  }
  return reach;
}
