import fc from 'fast-check';
import {
  compareSweeps,
  isSettled,
  type FormerSweep,
} from '../../../../../tasks/shared/sweep/compare-sweeps.ts';
import type { SweptPage } from '../../../../../tasks/shared/sweep/judge-absent.ts';
import { isLastPage, nextLimit, pageAfter } from '../../../../../tasks/shared/sweep/next-page.ts';

/** One change of the catalogue. `at` is counted from the first title of the page that is requested next. */
interface Change {
  readonly kind: 'insert' | 'remove' | 'exchange';
  readonly at: number;
  readonly to: number;
}

/** Changes at once: mostly near to the end of a page, where they do harm. */
export const changes = fc.oneof(
  { weight: 2, arbitrary: fc.constant<Change[]>([]) },
  {
    weight: 3,
    arbitrary: fc.array(
      fc.record({
        kind: fc.constantFrom('insert', 'remove', 'exchange'),
        at: fc.oneof(fc.integer({ min: -4, max: 4 }), fc.integer({ min: -60, max: 60 })),
        to: fc.integer({ min: -60, max: 60 }),
      }) as fc.Arbitrary<Change>,
      { maxLength: 6 },
    ),
  },
);

/** The course of some sweeps. */
export interface Scenario {
  readonly titles: readonly number[];
  readonly pageLimit: number;
  readonly sweeps: readonly {
    readonly turns: readonly (readonly Change[])[];
    readonly after: readonly Change[];
    readonly stopsAfter: number;
  }[];
}

/** The maximum number of sweeps of the catalogue at rest, in the end. */
const QUIET_SWEEPS = 100;

/** The highest ID. The catalogue is in the order of the IDs. */
const HIGHEST = 60;

/** Sweeps a catalogue that changes between any two requests, then at rest, and checks what the comparisons say. */
export function simulate({ titles, pageLimit, sweeps }: Scenario) {
  let present = [...titles].sort((one, other) => one - other);
  let moment = 0;
  /** The titles that were there at every moment since the first request. */
  let steady = new Set(present);
  const lastAbsent = new Map<number, number>();
  const lastListed = new Map<number, number>();
  const listedIn = new Map<number, number>();

  const note = () => {
    moment += 1;
    const now = new Set(present);
    steady = new Set([...steady].filter((id) => now.has(id)));
    for (let id = 1; id <= HIGHEST; id += 1) if (!now.has(id)) lastAbsent.set(id, moment);
  };
  const change = (list: readonly Change[], offset: number) => {
    for (const { kind, at, to } of list) {
      const index = Math.max(0, Math.min(offset + at, present.length - 1));
      if (kind !== 'insert') present.splice(index, 1);
      if (kind !== 'remove') {
        const near = kind === 'exchange' ? to : at;
        const place = present[Math.max(0, Math.min(offset + near, present.length - 1))] ?? 30;
        const absent = Array.from({ length: HIGHEST }, (_, id) => id + 1)
          .filter((id) => !present.includes(id))
          .sort((one, other) => Math.abs(one - place) - Math.abs(other - place));
        present = [...present, ...absent.slice(0, 1)].sort((one, other) => one - other);
      }
      note();
    }
  };

  const head: { former: (FormerSweep & { readonly limit: number }) | null } = { former: null };
  let complete = 0;
  const known = new Set<number>();
  const falseArrivals: number[] = [];
  const falseDepartures: number[] = [];
  const early: number[] = [];
  const repeated: number[] = [];
  const unsaid: number[] = [];

  const sweep = (turns: readonly (readonly Change[])[], stopsAfter: number) => {
    const { former } = head;
    const settled = former === null ? null : { limit: former.limit, isSettled: isSettled(former) };
    const limit = nextLimit(settled, pageLimit);
    const pages: SweptPage[] = [];
    const listedNow: [number, number][] = [];
    for (let page: number | null = 1, request = 0; page !== null; request += 1) {
      if (request >= stopsAfter) return;
      // The catalogue comes to rest at last, so that the sweep has an end.
      if (former !== null || request > 0)
        change(request < 30 ? (turns[request % turns.length] ?? []) : [], (page - 1) * limit);
      if (former === null && request === 0) steady = new Set(present);
      note();
      const listed = present.slice((page - 1) * limit, page * limit);
      const total = present.length;
      const isLast = isLastPage({ page, titles: listed }, Math.ceil(total / limit));
      pages.push({ page, titles: listed, total, isLast });
      listed.forEach((id) => listedNow.push([id, moment]));
      page = pageAfter({ page, limit, total, isLast, titles: listed });
    }
    complete += 1;
    const found = compareSweeps(former, pages);
    for (const id of found.arrived) {
      if (steady.has(id)) falseArrivals.push(id);
      if (known.has(id)) repeated.push(id);
    }
    for (const id of found.left) {
      if ((lastAbsent.get(id) ?? -1) <= (lastListed.get(id) ?? -1)) falseDepartures.push(id);
      if (complete - (listedIn.get(id) ?? 0) < 2) early.push(id);
      if (!known.delete(id)) repeated.push(id);
    }
    const arrived = new Set(found.arrived);
    for (const id of found.titles) {
      // Only an open gap makes a title known that is not announced.
      const isSilent = former === null || former.gaps.length > 0;
      if (!known.has(id) && !arrived.has(id) && !isSilent) unsaid.push(id);
      known.add(id);
    }
    listedNow.forEach(([id, at]) => lastListed.set(id, at));
    found.titles.forEach((id) => listedIn.set(id, complete));
    head.former = { pages, limit, missing: found.missing, gaps: found.gaps, links: found.links };
  };

  for (const { turns, after, stopsAfter } of sweeps) {
    sweep(turns, stopsAfter);
    if (head.former !== null) change(after, 0);
  }
  for (let quiet = 0; quiet < QUIET_SWEEPS; quiet += 1) {
    sweep([[]], Number.POSITIVE_INFINITY);
    const { former } = head;
    if (former !== null && quiet > 0 && isSettled(former) && former.missing.length === 0) break;
  }
  const sorted = (ids: Iterable<number>) => [...ids].sort((one, other) => one - other);
  return {
    falseArrivals,
    falseDepartures,
    early,
    repeated,
    unsaid,
    known: sorted(known),
    truth: present,
    missing: head.former?.missing ?? [],
    gaps: head.former?.gaps ?? [],
  };
}
