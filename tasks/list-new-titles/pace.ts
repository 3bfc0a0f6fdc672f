import { placeMs } from '../shared/pacing.ts';
import type { ListingPorts, ListNewTitlesPorts } from './listing-ports.ts';

/** This task sends its requests one after the other. A pause between them keeps to the requests a minute. */
export function createPace({ watchmode, clock, settings }: ListNewTitlesPorts): ListingPorts['pace'] {
  let lastAt = Number.NEGATIVE_INFINITY;
  return async (pauseMs) => {
    const interval = placeMs(watchmode.requestsPerMinute() ?? settings.requestsPerMinute ?? null, 1);
    const wait = Math.max(lastAt + interval - clock.monotonic(), pauseMs);
    if (wait > 0) await clock.sleep(wait);
    lastAt = clock.monotonic();
  };
}
