import type { Feed, Regions } from '../../events/types.ts';
import type { Clock } from '../shared/ports.ts';
import type { Executions } from '../shared/progress/claim-window.ts';
import type { ProgressTable } from '../shared/progress/progress-table.ts';
import type { Telemetry } from '../shared/telemetry/telemetry.ts';
import type { WatchmodeAccount } from '../shared/watchmode/connection.ts';
import type { Listings } from '../shared/watchmode/listings.ts';
import type { CreditBudget } from './credits.ts';

/** The deployment's own settings; see `CONFIG_KEYS`. */
export interface ListNewTitlesSettings {
  readonly feed: Feed;
  readonly regions: Regions;
  readonly overlapMinutes: number;
  readonly firstWindowHours: number;
  readonly creditReserve: number;
  /** The services of a sweep whose input names none, as names or IDs. */
  readonly services?: readonly string[] | undefined;
  /** The genres of a sweep whose input names none, as names or IDs. Default: all. */
  readonly genres?: readonly string[] | undefined;
  /** The credits that a run may spend if its input does not say. Default: what the account has left. */
  readonly maxCredits?: number | undefined;
  /** Used until Watchmode announces its own limit; null or undefined: no pacing until then. */
  readonly requestsPerMinute: number | null | undefined;
  /** The number of titles on a page of a listing. Default: the maximum that Watchmode allows. */
  readonly pageLimit?: number;
}

/** The ports and settings of the task. */
export interface ListNewTitlesPorts {
  readonly watchmode: WatchmodeAccount & Listings;
  readonly progress: ProgressTable;
  readonly executions: Executions;
  readonly clock: Clock;
  readonly telemetry: Telemetry;
  readonly settings: ListNewTitlesSettings;
}

/** The ports for listing a feed. */
export interface ListingPorts {
  readonly watchmode: WatchmodeAccount & Listings;
  readonly budget: CreditBudget;
  readonly telemetry: Telemetry;
  /** Waits before the next request: for Watchmode's pace, and at least for `pauseMs`. */
  readonly pace: (pauseMs: number) => Promise<void>;
  /** Returns the remaining time of the invocation, in milliseconds. Default: unlimited. */
  readonly remainingMs?: () => number;
}
