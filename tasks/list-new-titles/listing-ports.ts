import type { Feed, Regions } from '../../events/types.ts';
import type { Clock } from '../shared/ports.ts';
import type { Executions } from '../shared/progress/claim-window.ts';
import type { ProgressTable } from '../shared/progress/progress-table.ts';
import type { Telemetry } from '../shared/telemetry/telemetry.ts';
import type { WatchmodeClient } from '../shared/watchmode/client.ts';
import type { CreditBudget } from './credits.ts';

/** The deployment's own settings; see `CONFIG_KEYS`. */
export interface ListNewTitlesSettings {
  readonly feed: Feed;
  readonly regions: Regions;
  readonly overlapMinutes: number;
  readonly firstWindowHours: number;
  readonly creditReserve: number;
  /** Used until Watchmode says itself; null or undefined: no pacing until then. */
  readonly requestsPerMinute: number | null | undefined;
  /** The number of titles on a page of a listing. Default: the maximum that Watchmode allows. */
  readonly pageLimit?: number;
}

/** The ports and settings of the task. */
export interface ListNewTitlesPorts {
  readonly watchmode: WatchmodeClient;
  readonly progress: ProgressTable;
  readonly executions: Executions;
  readonly clock: Clock;
  readonly telemetry: Telemetry;
  readonly settings: ListNewTitlesSettings;
}

/** What listing a feed needs. */
export interface ListingPorts {
  readonly watchmode: WatchmodeClient;
  readonly budget: CreditBudget;
  readonly telemetry: Telemetry;
  /** Waits before the next request: as long as Watchmode's pace asks for, and at least so many milliseconds. */
  readonly pace: (pauseMs: number) => Promise<void>;
  /** The time that the invocation has left, in milliseconds. Default: not limited. */
  readonly remainingMs?: () => number;
}
