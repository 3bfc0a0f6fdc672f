import type { Telemetry } from '../shared/telemetry/telemetry.ts';
import type { WatchmodeClient } from '../shared/watchmode/client.ts';
import type { CreditBudget } from './credits.ts';

/** What listing a feed needs. */
export interface ListingPorts {
  readonly watchmode: WatchmodeClient;
  readonly budget: CreditBudget;
  readonly telemetry: Telemetry;
  /** Waits as long as Watchmode's pace asks for before the next request. */
  readonly pace: () => Promise<void>;
}
