import { describe, expect, it } from '@jest/globals';
import {
  compareSweeps,
  isSettled,
  type Comparison,
  type FormerSweep,
} from '../../../../tasks/shared/sweep/compare-sweeps.ts';
import type { SweptPage } from '../../../../tasks/shared/sweep/judge-absent.ts';
import { isLastPage, isShortPage, nextLimit, pageAfter } from '../../../../tasks/shared/sweep/next-page.ts';

/** The pages of a sweep whose last one is its end. */
const pagesOf = (...lists: number[][]): SweptPage[] =>
  lists.map((titles, index) => ({
    page: index + 1,
    isLast: index === lists.length - 1,
    total: lists.flat().length,
    titles,
  }));

/** Sweeps one after the other, each given by its pages. Returns what each says. */
function sweeps(...all: number[][][]): (Comparison & { isSettled: boolean })[] {
  let former: FormerSweep | null = null;
  return all.map((lists) => {
    const pages = pagesOf(...lists);
    const comparison = compareSweeps(former, pages);
    former = { pages, ...comparison };
    return { ...comparison, isSettled: isSettled(former) };
  });
}

const said = (...all: number[][][]) => sweeps(...all).map(({ arrived, left }) => ({ arrived, left }));
const NOTHING = { arrived: [], left: [] };

describe('sweeps of one page', () => {
  it('see everything, at its ends too', () => {
    expect(said([[1, 2, 3]], [[2, 4]], [[2, 4]])).toEqual([
      NOTHING,
      { arrived: [4], left: [] },
      { arrived: [], left: [1, 3] },
    ]);
  });

  it('announce a title again that has left and comes back', () => {
    expect(said([[1, 2]], [[1]], [[1]], [[1, 2]]).slice(2)).toEqual([
      { arrived: [], left: [2] },
      { arrived: [2], left: [] },
    ]);
  });

  it('of a section that has become empty, and fills again', () => {
    expect(said([[1, 2]], [[]], [[]], [[1]])).toEqual([
      NOTHING,
      NOTHING,
      { arrived: [], left: [1, 2] },
      { arrived: [1], left: [] },
    ]);
  });
});

describe('a section that loses most of its titles at once', () => {
  const ids = (count: number) => Array.from({ length: count }, (_, index) => index + 1);
  const losing = (before: number, after: number) => (sweep: number) => [
    sweep === 0 ? ids(before) : ids(after),
  ];
  const leftBy = (lists: number[][][]) => sweeps(...lists).map(({ left, held }) => [left.length, held]);

  it('holds them back until seven sweeps are without them', () => {
    expect(leftBy(ids(8).map((_, sweep) => losing(100, 0)(sweep)))).toEqual([
      [0, 0],
      ...Array.from({ length: 6 }, () => [0, 100]),
      [100, 0],
    ]);
  });

  it('says nothing if they come back, and holds the others back all the same', () => {
    expect(leftBy([[ids(100)], [[]], [[]], [ids(100)], [ids(100)]])).toEqual(
      [0, 100, 100, 0, 0].map((held) => [0, held]),
    );
    expect(leftBy([[ids(100)], [[]], [ids(80)], [ids(80)]])).toEqual(
      [0, 100, 20, 20].map((held) => [0, held]),
    );
  });

  it('holds none back of half a section, or of fewer than 50 titles', () => {
    expect(leftBy([0, 1, 2].map(losing(100, 50)))).toEqual([
      [0, 0],
      [0, 0],
      [50, 0],
    ]);
    expect(leftBy([0, 1, 2].map(losing(49, 0)))).toEqual([
      [0, 0],
      [0, 0],
      [49, 0],
    ]);
    expect(leftBy([0, 1].map(losing(99, 49)))).toEqual([
      [0, 0],
      [0, 50],
    ]);
  });

  it('announces at most 2,000 at once, and the others later', () => {
    const result = leftBy(ids(10).map((_, sweep) => losing(5_000, 10)(sweep)));

    expect(result.slice(6)).toEqual([
      [0, 4_990],
      [2_000, 2_990],
      [2_000, 990],
      [990, 0],
    ]);
  });
});

describe('a title that is lost between two pages', () => {
  it('does not leave, however often it is lost', () => {
    // Title 3 is at the end of the first page whenever the second is read, and the other way round.
    const lost = [
      [1, 2],
      [4, 5],
    ];
    const result = sweeps([[1, 2, 3, 4, 5]], lost, lost, lost, [[1, 2, 3, 4, 5]]);

    expect(result.map(({ arrived, left }) => [...arrived, ...left])).toEqual([[], [], [], [], []]);
    expect(result[3]?.missing).toEqual([{ titleId: 3, sweeps: 3, seenGone: false, after: 2, before: 4 }]);
    expect(result[3]?.isSettled).toBe(false);
  });

  it('leaves as soon as a page covers its place', () => {
    const result = said(
      [[1, 2, 3, 4, 5]],
      [
        [1, 2],
        [4, 5],
      ],
      [[1], [2, 4], [5]],
    );

    expect(result).toEqual([NOTHING, NOTHING, { arrived: [], left: [3] }]);
  });

  it('leaves when pages together leave no place for it', () => {
    // No page is large enough for 2 and 6, but 3 is neither before 4 nor behind it.
    const result = said(
      [[1, 2, 3, 6]],
      [
        [1, 2, 4],
        [5, 6],
      ],
      [
        [1, 2],
        [4, 5, 6],
      ],
    );

    expect(result).toEqual([NOTHING, { arrived: [4, 5], left: [] }, { arrived: [], left: [3] }]);
  });

  it('is adopted silently if the first sweep can have lost it', () => {
    const result = sweeps(
      [
        [1, 2],
        [4, 5],
      ],
      [[1], [2, 3, 4], [5]],
      [
        [1, 2],
        [3, 4, 5, 6],
      ],
    );

    expect(result.map(({ gaps }) => gaps)).toEqual([[4], [], []]);
    expect(result.map(({ arrived }) => arrived)).toEqual([[], [], [6]]);
  });

  it('keeps its gap while pages end there again', () => {
    const twice = [
      [1, 2],
      [4, 5],
    ];

    expect(sweeps(twice, twice).map(({ gaps }) => gaps)).toEqual([[4], [4]]);
  });

  it('has no gap where two pages share a title', () => {
    expect(
      sweeps([
        [1, 2, 3],
        [3, 4],
      ])[0],
    ).toMatchObject({ gaps: [], links: [{ page: 1, last: 3, first: 3 }] });
  });
});

describe('the order of titles', () => {
  it('is not that of the pages, between which many titles can arrive', () => {
    // Six titles arrived before 10 between the first two pages, so the second page lies before the first.
    const first = [
      [10, 20, 30],
      [4, 5, 6],
      [10, 20, 30],
      [40, 50, 60],
    ];
    // Title 4 moves from the second page to the first one when 1 leaves between them, twice.
    const later = [
      [1, 2, 3],
      [5, 6, 10],
      [20, 30, 40],
      [50, 60],
    ];
    const result = sweeps(first, later, later);

    expect(result.flatMap(({ left }) => left)).toEqual([]);
    expect(result[2]?.missing).toMatchObject([{ titleId: 4, sweeps: 2, seenGone: false }]);
  });

  it('is known across the ends of pages that another page has covered', () => {
    const [, second] = sweeps(
      [
        [1, 2],
        [3, 4],
      ],
      [[1], [2, 3], [4]],
    );

    expect(second).toMatchObject({
      isSettled: true,
      links: [
        { page: 1, last: 1, first: 2 },
        { page: 2, last: 3, first: 4 },
      ],
    });
  });

  it('of a new title at the end of a page is not settled', () => {
    const result = sweeps(
      [[1, 2, 3, 4]],
      [
        [1, 2],
        [3, 4],
      ],
      [
        [1, 2, 9],
        [3, 4],
      ],
    );

    expect(result.map(({ isSettled: settled }) => settled)).toEqual([true, true, false]);
  });
});

describe('the pages of a sweep', () => {
  const page = { page: 2, limit: 3, total: 7, isLast: false, titles: [4, 5, 6] };

  it.each([
    [page, 3],
    [{ ...page, isLast: true }, null],
    [{ ...page, page: 3, total: 6, titles: [] }, 2],
    [{ ...page, page: 3, total: 0, titles: [] }, 1],
  ])('after %j comes %s', (read, next) => {
    expect(pageAfter(read)).toBe(next);
  });

  it('end with the last one, or with a first one that is empty', () => {
    expect(isLastPage(page, 3)).toBe(false);
    expect(isLastPage(page, 2)).toBe(true);
    expect(isLastPage({ page: 3, titles: [] }, 2)).toBe(false);
    expect(isLastPage({ page: 1, titles: [] }, 0)).toBe(true);
  });

  it('are short with fewer distinct titles than their total says', () => {
    expect(isShortPage(page)).toBe(false);
    expect(isShortPage({ ...page, titles: [4, 5, 5] })).toBe(true);
    expect(isShortPage({ ...page, page: 3, titles: [7] })).toBe(false);
    expect(isShortPage({ ...page, page: 4, titles: [] })).toBe(false);
  });

  it('become smaller until the section is settled', () => {
    const sizes: number[] = [];
    for (let limit = nextLimit(null, 250), count = 0; count < 16; count += 1) {
      sizes.push(limit);
      limit = nextLimit({ limit, isSettled: false }, 250);
    }

    expect(sizes.slice(0, 5)).toEqual([250, 240, 231, 222, 214]);
    expect(Math.min(...sizes)).toBeGreaterThanOrEqual(150);
    expect(sizes.filter((size) => size === 250)).toHaveLength(2);
    expect(nextLimit({ limit: 231, isSettled: true }, 250)).toBe(250);
    expect(nextLimit({ limit: 250, isSettled: false }, 100)).toBe(90);
  });
});
