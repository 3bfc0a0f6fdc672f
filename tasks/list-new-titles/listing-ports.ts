import type { Telemetry } from '../shared/telemetry/telemetry.ts';
import type { WatchmodeClient } from '../shared/watchmode/client.ts';
import type { CreditBudget } from './credits.ts';

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
