import type { Regions } from '../../../events/types.ts';
import type { TableFault } from '../../tasks/support/memory-progress.ts';

/** The earliest start of the first run of a world, in epoch milliseconds. Minutes of a scenario count from here. */
export const ORIGIN = Date.UTC(2026, 10, 24, 6, 0, 0);

export const MINUTE_MS = 60_000;
export const DAY_MINUTES = 24 * 60;

/** The feeds of a world. The deployment's own is the first. */
export const WORLD_FEEDS = ['new_titles', 'titles_details_changed'] as const;

/** The deployment's own regions. */
export const REGIONS: Regions = ['GB'];

export type WorldFeed = (typeof WORLD_FEEDS)[number];

/** The ID of a world's title by its index. */
export const titleIdOf = (index: number): number => 9_000_001 + index;

/**
 * The wrong answer to a request for the details of one title: a status, a page in HTML, or JSON that breaks the schema.
 */
export type TitleFault = 401 | 402 | 403 | 404 | 410 | 451 | 503 | 'maintenance page' | 'odd';

/** A title of a random world. */
export interface WorldTitle {
  /** The minutes at which each feed lists it; null: never. */
  readonly listedAtMinutes: Readonly<Record<WorldFeed, number | null>>;
  /** The minutes at which its content changes. */
  readonly revisedAtMinutes: number;
  readonly fault: TitleFault;
  /** The number of requests that are answered before the fault. */
  readonly faultAfter: number;
  /** The number of requests that have the fault; null: all others. */
  readonly faultTimes: number | null;
}

/**
 * A trouble that lasts for a while: no response; every response is an HTML page with status 200, or 503; the key is
 * refused; the credits are used up; only the details of titles are refused; the progress table is throttled.
 */
export type Trouble =
  | 'unreachable'
  | 'maintenance page'
  | 'unavailable'
  | 'key refused'
  | 'no credits'
  | 'titles refused'
  | 'table throttled';

/** A time in minutes. */
export interface Spell {
  readonly fromMinutes: number;
  readonly lastsMinutes: number;
}

/** Returns true if epoch milliseconds lie in a time. */
export function isDuring({ fromMinutes, lastsMinutes }: Spell, moment: number): boolean {
  const minutes = (moment - ORIGIN) / MINUTE_MS;
  return minutes >= fromMinutes && minutes < fromMinutes + lastsMinutes;
}

/** A time in which something is wrong. */
export interface TroubledSpell extends Spell {
  readonly trouble: Trouble;
}

/** A time in which a clock is wrong by some minutes. */
export interface WrongClock extends Spell {
  readonly byMinutes: number;
}

/**
 * The fault in one page of a listing.
 *
 * - `short`, `empty`: titles are missing.
 * - `one page`: it claims to be the only page.
 * - `more`, `fewer`: its total is three titles too high or too low.
 * - `first page`: it is the first page in place of the requested one.
 */
export type ListingFault =
  | 'none'
  | 'short'
  | 'empty'
  | 'one page'
  | 'more'
  | 'fewer'
  | 'first page'
  | 'maintenance page'
  | 503;

/** The fault of one PutRecords call. `lost`: the call writes, and its answer does not arrive. */
export type StreamFault = 'none' | 'rejects' | 'fails' | 'lost';

/** A watermark from before the first run. */
export interface FirstWatermark {
  readonly atMinutes: number;
  /** Null if unknown. */
  readonly listedFromMinutes: number | null;
}

/** The random facts of a world, without the actions in it. */
export interface WorldFacts {
  readonly titles: readonly WorldTitle[];
  readonly spells: readonly TroubledSpell[];
  /** The faults of the first requests, in order; later ones have none. The same applies to the next two. */
  readonly listingFaults: readonly ListingFault[];
  readonly streamFaults: readonly StreamFault[];
  readonly tableFaults: readonly (TableFault | 'none')[];
  /** Repeating pauses before requests to the table, in seconds. */
  readonly tablePauses: readonly number[];
  readonly maxDeferrals: number;
  readonly minDeferralDays: number;
  /** The time by which the clock of the deployment is ahead. */
  readonly ownClock: WrongClock | null;
  /** The time by which Watchmode's Date is behind. */
  readonly watchmodeClock: WrongClock | null;
  readonly firstWatermark: FirstWatermark | null;
}

/** The input of a run. Minutes count back from its start. */
export type RunKind =
  | { readonly kind: 'open' }
  | { readonly kind: 'first titles'; readonly maxTitles: number }
  | { readonly kind: 'dry run' }
  | { readonly kind: 'other region' }
  | { readonly kind: 'window'; readonly fromMinutesAgo: number; readonly lastsMinutes: number }
  | { readonly kind: 'titles'; readonly indexes: readonly number[] };

/** The actions of a person or a schedule on one run of a world. */
export interface PlannedRun {
  /** Minutes between the start of the run before and its own. */
  readonly afterMinutes: number;
  readonly feed: WorldFeed;
  readonly input: RunKind;
  /** Seconds after which a twin is started; null: none. */
  readonly twinAfterSeconds: number | null;
  /** Minutes after its start at which it is stopped if it still runs; null: never. */
  readonly stopAfterMinutes: number | null;
  /** Minutes from each failure to its redrive, in order. */
  readonly redriveAfterMinutes: readonly number[];
}

/** An action of a person on the progress table: a read, and a write some seconds later. */
export interface OperatorAct {
  readonly act: 'forget' | 'ask again';
  readonly feed: WorldFeed;
  readonly atMinutes: number;
  readonly thinksSeconds: number;
  /** The index of the title among those that can be chosen. */
  readonly choice: number;
}

/** The facts of a world and the actions in it. */
export interface Scenario extends WorldFacts {
  readonly runs: readonly PlannedRun[];
  readonly acts: readonly OperatorAct[];
  /** True if redrive-failed-run is started for each failure. */
  readonly hasRedriver: boolean;
  /** The minutes at which the only process dies and another replaces it. */
  readonly deathAtMinutes: number | null;
}
