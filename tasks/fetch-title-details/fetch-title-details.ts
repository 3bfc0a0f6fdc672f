import type { FetchedTitle } from '../../events/types.ts';
import { WatchmodeError, WatchmodeRateLimited } from '../shared/errors/watchmode-errors.ts';
import type { Clock, InvocationContext, TaskHandler } from '../shared/ports.ts';
import { readInput } from '../shared/read-input.ts';
import type { Telemetry } from '../shared/telemetry/telemetry.ts';
import type { WatchmodeClient } from '../shared/watchmode/client.ts';
import { slotMs } from '../shared/pacing.ts';
import { buildTitleRecord } from './title-record.ts';

/** What {@link createFetchTitleDetails} needs. */
export interface FetchTitleDetailsPorts {
  readonly watchmode: WatchmodeClient;
  readonly clock: Clock;
  readonly telemetry: Telemetry;
  readonly pace: {
    /** How many titles are fetched at once. */
    readonly concurrency: number;
    /** Used until Watchmode says itself; null: no pacing until then. */
    readonly requestsPerMinute: number | null;
  };
}

/** A slot is given back so long before Lambda would end the invocation. */
const RESERVE_MS = 1_000;

/** A slot is held for Retry-After up to so long; the state machine's own backoff does the rest. */
const MAX_RETRY_AFTER_MS = 30_000;

/**
 * The task fetch-title-details: takes a `FetchTitleDetailsInput`, returns a `FetchedTitle`.
 *
 * It keeps to Watchmode's pace by itself: with C titles fetched at once and R requests allowed a minute, it holds
 * its slot until C x 60 / R seconds have passed since its request. No coordination is needed, and in steady state
 * Watchmode has no reason to answer 429. It holds after a failure too, since a failed request counts as well.
 *
 * Rejects with InvalidInput, ConfigurationError or a WatchmodeError.
 */
export function createFetchTitleDetails(ports: FetchTitleDetailsPorts): TaskHandler<FetchedTitle> {
  const { watchmode, clock, telemetry } = ports;
  return async (event, context) => {
    const { titleId, regions } = readInput('FetchTitleDetailsInput', event);
    const startedAt = clock.monotonic();
    try {
      const details = await watchmode.title(titleId, regions);
      const fetchedAt = new Date(clock.now()).toISOString();
      const record = buildTitleRecord(details, { titleId, regions });
      telemetry.log('debug', 'fetched a title', {
        titleId,
        sources: record.sources.length,
        sourcesOmitted: record.sourcesOmitted,
      });
      await holdSlot(ports, context, startedAt, 0);
      return { titleId, outcome: 'fetched', fetchedAt, record };
    } catch (error) {
      if (error instanceof WatchmodeError) await holdSlot(ports, context, startedAt, retryAfterMs(error));
      throw error;
    }
  };
}

/** Waits until the slot's time is over, as far as the invocation has the time. */
async function holdSlot(
  { watchmode, clock, pace }: FetchTitleDetailsPorts,
  context: InvocationContext,
  startedAt: number,
  atLeastMs: number,
): Promise<void> {
  const interval = slotMs(watchmode.requestsPerMinute() ?? pace.requestsPerMinute, pace.concurrency);
  const wanted = Math.max(startedAt + interval - clock.monotonic(), atLeastMs);
  const hold = Math.min(wanted, context.getRemainingTimeInMillis() - RESERVE_MS);
  if (hold > 0) await clock.sleep(hold);
}

function retryAfterMs(error: WatchmodeError): number {
  if (!(error instanceof WatchmodeRateLimited)) return 0;
  return Math.min((error.retryAfterSeconds ?? 0) * 1_000, MAX_RETRY_AFTER_MS);
}
