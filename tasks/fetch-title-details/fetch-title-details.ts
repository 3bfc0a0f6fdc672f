import { omitUndefined } from '../../events/omit-undefined.ts';
import type { FetchedTitle } from '../../events/types.ts';
import { formatViolations, type Violation } from '../../events/validate.ts';
import { FetchTitleDetailsInput } from '../../events/validators.mjs';
import {
  WatchmodeError,
  WatchmodeRateLimited,
  WatchmodeUnavailable,
} from '../shared/errors/watchmode-errors.ts';
import { placeMs } from '../shared/pacing.ts';
import type { Clock, InvocationContext, TaskHandler } from '../shared/ports.ts';
import { readInput } from '../shared/read-input.ts';
import type { Telemetry } from '../shared/telemetry/telemetry.ts';
import type { WatchmodeAccount } from '../shared/watchmode/connection.ts';
import type { Titles } from '../shared/watchmode/titles.ts';
import { buildTitleRecord } from './title-record.ts';

/** The ports and settings of {@link createFetchTitleDetails}. */
export interface FetchTitleDetailsPorts {
  readonly watchmode: WatchmodeAccount & Titles;
  readonly clock: Clock;
  readonly telemetry: Telemetry;
  readonly pace: {
    /** The number of titles fetched at once. */
    readonly concurrency: number;
    /** Used until Watchmode announces its own limit; null: no pacing until then. */
    readonly requestsPerMinute: number | null;
  };
}

/** The time between the end of a wait in the function and the end of the invocation, in milliseconds. */
const RESERVE_MS = 1_000;

/** The longest wait for Retry-After in the function, in milliseconds. The state machine's backoff does the rest. */
const MAX_RETRY_AFTER_MS = 30_000;

/**
 * The task fetch-title-details: takes a `FetchTitleDetailsInput`, returns a `FetchedTitle`.
 *
 * It returns at once with the time until which Watchmode's pace keeps its place, so that a bought title is recorded and
 * the state machine waits. It waits itself only after a failed request.
 *
 * Rejects with InvalidInput, ConfigurationError or a WatchmodeError.
 */
export function createFetchTitleDetails(ports: FetchTitleDetailsPorts): TaskHandler<FetchedTitle> {
  const { watchmode, clock, telemetry } = ports;
  return async (event, context) => {
    const { titleId, regions, arrivals } = readInput({ FetchTitleDetailsInput }, event);
    const startedAt = clock.monotonic();
    try {
      const details = await watchmode.title(titleId, regions);
      const fetchedAt = new Date(clock.now()).toISOString();
      const oddParts: Violation[] = [];
      const record = buildTitleRecord(details, { titleId, regions }, (part) => oddParts.push(part));
      if (oddParts.length > 0) {
        telemetry.log('warn', 'dropped odd parts of a title', { titleId, parts: formatViolations(oddParts) });
      }
      telemetry.log('debug', 'fetched a title', {
        titleId,
        sources: record.sources.length,
        sourcesOmitted: record.sourcesOmitted,
      });
      const placeLeftMs = startedAt + placeMsOf(ports) - clock.monotonic();
      const placeHeldUntil = new Date(clock.now() + placeLeftMs).toISOString();
      return {
        titleId,
        outcome: 'fetched',
        fetchedAt,
        placeHeldUntil,
        record,
        ...omitUndefined({ arrivals }),
      };
    } catch (error) {
      if (error instanceof WatchmodeError) await waitAfter(error, startedAt, ports, context);
      throw error;
    }
  };
}

/**
 * Waits after a failed request, within the time of the invocation: for Retry-After if Watchmode sends it, and until the
 * place is free if no Retry follows. After other errors, the backoff of the Retry is the pause.
 */
async function waitAfter(
  error: WatchmodeError,
  startedAt: number,
  ports: FetchTitleDetailsPorts,
  context: InvocationContext,
): Promise<void> {
  const { clock } = ports;
  const wanted =
    error instanceof WatchmodeRateLimited
      ? Math.min((error.retryAfterSeconds ?? 0) * 1_000, MAX_RETRY_AFTER_MS)
      : error instanceof WatchmodeUnavailable
        ? 0
        : startedAt + placeMsOf(ports) - clock.monotonic();
  const wait = Math.min(wanted, context.getRemainingTimeInMillis() - RESERVE_MS);
  if (wait > 0) await clock.sleep(wait);
}

function placeMsOf({ watchmode, pace }: FetchTitleDetailsPorts): number {
  return placeMs(watchmode.requestsPerMinute() ?? pace.requestsPerMinute, pace.concurrency);
}
