import type { TableFault } from '../../../tasks/support/memory-progress.ts';
import type { Service, Title } from '../../../support/independent-watchmode/changing-catalogue.ts';
import type { Fault } from '../../../support/independent-watchmode/independent-watchmode.ts';
import type { StreamFault } from '../../support/scenario.ts';

/** The services of every world. 203 is in two countries. */
export const SERVICES = ['GB:203', 'US:203', 'GB:26'] as const satisfies readonly Service[];

/** The types and genres of titles. */
export const TYPES = ['movie', 'tv_series'] as const satisfies readonly Title['type'][];
export const GENRES = [4, 7, 12] as const;

/** A title of a world. Its ID is that of {@link sweptId}. */
export interface SweptTitle {
  /** The start of its name. Titles of equal names are in the order of their IDs. */
  readonly letters: string;
  readonly type: (typeof TYPES)[number];
  readonly genre: (typeof GENRES)[number];
  /** The services that have it at first. */
  readonly on: readonly Service[];
}

/** The ID of a world's title by its index. */
export const sweptId = (index: number): number => 5_000_001 + index;

/**
 * A change right before a page is read.
 *
 * - `pull`: a title of an earlier page leaves, so that the first of this page moves to the page that was read.
 * - `push`: a title arrives on an earlier page, so that the last one of that page is read again.
 * - `pull and push`: a title of an earlier page leaves and one arrives behind, so that the total stays.
 * - `swap`: a title of this page or a later one leaves and one arrives on an earlier page.
 * - `hunt`: as many titles of earlier pages leave as are needed to hide the world's victim, and as many arrive behind.
 * - `blink`: a title of this page leaves, and comes back before the next page is read.
 */
export type Drift = 'none' | 'pull' | 'push' | 'pull and push' | 'swap' | 'hunt' | 'blink';

/** A change between two sweeps. An index counts modulo the number of titles or services. */
export interface PlannedChange {
  readonly title: number;
  readonly service: number;
  readonly change: 'arrives' | 'leaves' | 'is renamed';
}

/**
 * The end of a sweep's process, at its n-th request to another system.
 *
 * - `kill`: nothing of it lives on; the request is sent, and its answer lost, if `isSent`.
 * - `stop`: the execution is stopped, as by a person, and its functions run on, as they do in Lambda.
 */
export interface Death {
  readonly how: 'kill' | 'stop';
  readonly atRequest: number;
  readonly isSent: boolean;
}

/** One sweep of a world, and what happens before and during it. */
export interface PlannedSweep {
  readonly afterHours: number;
  readonly changes: readonly PlannedChange[];
  /** The drift of each page request, in order; later ones have none. The same applies to the faults. */
  readonly drift: readonly Drift[];
  readonly faults: readonly (Fault | 'none')[];
  readonly tableFaults: readonly (TableFault | 'none')[];
  readonly streamFaults: readonly StreamFault[];
  readonly deaths: readonly Death[];
  /** The maximum number of redrives. A run that has not succeeded by then is given up. */
  readonly redrives: number;
}

/** A world of sweeps: titles that come and go, and some days of sweeps over them. */
export interface SweepScenario {
  /** Decides which titles drift moves. */
  readonly seed: number;
  readonly titles: readonly SweptTitle[];
  /** Each lists a section for every type. */
  readonly byType: boolean;
  /** Only titles of two of the three genres. */
  readonly byGenre: boolean;
  /**
   * True if titles get other names between sweeps. Then nothing drifts: a title that is renamed and lost between two pages
   * of the same sweeps cannot be told from one that left.
   */
  readonly renames: boolean;
  readonly publishBaseline: boolean;
  /** The format of the records on the stream. */
  readonly aggregation: 'none' | 'kpl';
  /** The number of titles on a page that a sweep asks for. */
  readonly pageLimit: number;
  /** The most titles that Watchmode puts on a page: four fifths of that, as on the free plan; null: as many. */
  readonly pageCap: number | null;
  /** The index of the title that `hunt` hides. */
  readonly victim: number;
  readonly sweeps: readonly PlannedSweep[];
}
