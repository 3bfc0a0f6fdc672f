import type { SweepPageItem } from '../../../../../events/types.ts';
import type { Title } from '../../../../support/independent-watchmode/changing-catalogue.ts';
import type { Service } from '../../../../support/independent-watchmode/changing-catalogue.ts';
import type { AskedPage, Sale } from '../../../../support/independent-watchmode/ledger.ts';
import type { SweepRun, SweepWorld } from '../sweep-world.ts';

/** The titles that are swept together: those of one service, and of a type or genres. */
export interface Section {
  /** Such as `GB:203:movie:genres=4,7`. */
  readonly key: string;
  readonly service: Service;
  readonly has: (title: Title) => boolean;
}

/** The reading of a section by a run. */
export interface Reading {
  readonly run: SweepRun;
  /** The ticks of its first and its last page. */
  readonly from: number;
  readonly to: number;
  /** True if the run has every page up to the last one, and all of them arrived. */
  readonly isComplete: boolean;
  /** The titles of the pages that it stored, page by page. */
  readonly pages: readonly (readonly number[])[];
}

/** The sections that a world has asked Watchmode for. */
export function sectionsOf(world: SweepWorld): Section[] {
  const sections = new Map<string, Section>();
  for (const { asked } of world.watchmode.ledger.sales) {
    if (asked !== undefined) sections.set(keyOf(asked), sectionOf(asked));
  }
  return [...sections.values()];
}

/** The readings of a section, in order. A run that neither bought nor took over a page of it has none. */
export function readingsOf(world: SweepWorld, { key }: Section): Reading[] {
  return world.runs.flatMap((run) => {
    const bought = salesOf(world, run).filter(({ asked }) => asked !== undefined && keyOf(asked) === key);
    const stored = [...run.pages.values()].filter(({ item }) => item.startsWith(`page#${key}#`));
    const read = [...takenOver(world, run, stored), ...bought];
    if (read.length === 0) return [];
    const pages = stored.toSorted(byItem).map(({ titles }) => titles);
    const ticks = read.map(({ tick }) => tick);
    return [{ run, from: Math.min(...ticks), to: Math.max(...ticks), isComplete: isComplete(read), pages }];
  });
}

/** The sales to failed runs of the pages that a run has taken over. */
function takenOver(world: SweepWorld, { sales: { from } }: SweepRun, stored: SweepPageItem[]): Sale[] {
  const earlier = world.watchmode.ledger.sales.slice(0, from);
  return stored
    .filter(({ bought }) => bought === 0)
    .flatMap(({ item, page }) => {
      const isOf = ({ asked, delivery }: Sale) =>
        asked?.page === page && item.startsWith(`page#${keyOf(asked)}#`) && delivery === 'complete';
      return earlier.findLast(isOf) ?? [];
    });
}

/** The sales of a run. */
export function salesOf(world: SweepWorld, { sales: { from, to } }: SweepRun): readonly Sale[] {
  return world.watchmode.ledger.sales.slice(from, to);
}

/** The key of the section that a page belongs to. */
export function keyOf({ region, sourceId, types, genres }: AskedPage): string {
  const ids = genres.toSorted((one, other) => one - other).join(',');
  return [`${region}:${sourceId}`, ...types, ...(ids === '' ? [] : [`genres=${ids}`])].join(':');
}

function sectionOf({ region, sourceId, types, genres, ...asked }: AskedPage): Section {
  return {
    key: keyOf({ region, sourceId, types, genres, ...asked }),
    service: `${region}:${sourceId}`,
    has: ({ type, genres: own }) =>
      (types.length === 0 || types.includes(type)) &&
      (genres.length === 0 || genres.some((genre) => own.includes(genre))),
  };
}

/** True if pages from the first to one that is not full, or to one that is the last, were all sent. */
function isComplete(bought: readonly Sale[]): boolean {
  const sent = bought.filter(({ delivery }) => delivery === 'complete');
  const numbers = new Set(sent.map(({ asked }) => asked!.page));
  const lasts = sent.filter((sale) => sale.isLastPage).map(({ asked }) => asked!.page);
  return lasts.some((last) =>
    Array.from({ length: last }, (_, index) => index + 1).every((n) => numbers.has(n)),
  );
}

function byItem(one: SweepPageItem, other: SweepPageItem): number {
  return one.item < other.item ? -1 : 1;
}
