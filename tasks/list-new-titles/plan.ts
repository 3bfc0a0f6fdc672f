import { coversOpenWindow, isSameRegions, isSweep } from '../../events/run-scope.ts';
import type { CorrectedWatermark, ExecutionInput, Feed, Regions } from '../../events/types.ts';
import { epochMs } from '../../events/instant.ts';
import type { ListNewTitlesPorts, ListNewTitlesSettings } from './listing-ports.ts';
import { readWatermark } from './read-watermark.ts';
import type { RunRequest } from './request.ts';
import { NONE_WAITING, waitingOf, type Waiting } from './waiting.ts';
import { closedWindow, openWindow, type Span } from './window.ts';

/** The scope of a run by its input. */
export interface Scope {
  readonly input: ExecutionInput;
  readonly feed: Feed;
  readonly regions: Regions;
  /** True if the run is a sweep. */
  readonly isSweep: boolean;
  /** True if the run covers the whole open window, or is a sweep. Only one run of a feed at a time does so. */
  readonly isOpen: boolean;
  /**
   * True if the run fetches the waiting titles. A run with types or regions of its own does not: the types of waiting
   * titles are unknown, and they wait for the deployment's regions. A sweep with types does, because it fetches titles
   * for where they arrived, and not for their types.
   */
  readonly takesWaiting: boolean;
  /**
   * True if the progress table records deferred titles. It does not for other regions than the deployment's, except of a
   * sweep: what arrived there is not found again.
   */
  readonly keepsDeferred: boolean;
}

/** The titles that a run lists. */
export interface Plan {
  readonly scope: Scope;
  /** Null if the input names titles. */
  readonly span: Span | null;
  readonly waiting: Waiting;
  /** False if the progress table is known to hold no deferred title of the feed. */
  readonly hasDeferred: boolean;
  readonly advancesWatermark: boolean;
  readonly corrected: CorrectedWatermark | null;
}

/** Returns the scope of a run by its input and the settings of the deployment. */
export function scopeOf(input: ExecutionInput, settings: ListNewTitlesSettings): Scope {
  const { feed = settings.feed, regions = settings.regions, dryRun = false, plan = false } = input;
  const isOwn = isSameRegions(regions, settings.regions);
  const sweeps = isSweep(input, settings.feed);
  return {
    input,
    feed,
    regions,
    isSweep: sweeps,
    isOpen: coversOpenWindow(input, settings.regions, settings.feed),
    takesWaiting: isOwn && (sweeps || input.types === undefined),
    keepsDeferred: (isOwn || sweeps) && !dryRun && !plan,
  };
}

/**
 * Plans the listing of a run by its scope and the progress of its feed. Call it after a response of Watchmode, which has
 * Watchmode's time.
 *
 * Rejects with ProgressUnavailable or ConfigurationError.
 */
export async function makePlan(
  scope: Scope,
  { input, startedAt }: RunRequest,
  { watchmode, progress, clock, telemetry, settings }: ListNewTitlesPorts,
): Promise<Plan> {
  const fixed = {
    scope,
    waiting: NONE_WAITING,
    hasDeferred: true,
    advancesWatermark: false,
    corrected: null,
  };
  if (input.titleIds !== undefined) return { ...fixed, span: null };
  if (input.window !== undefined) return { ...fixed, span: closedWindow(input.window, startedAt) };
  const { feed, isOpen, takesWaiting } = scope;
  const serverTime = watchmode.serverTime();
  const { firstWindowHours } = settings;
  const reading = { progress, telemetry, serverTime, firstWindowHours, writes: isOpen };
  const { watermark, corrected } = await readWatermark(feed, reading);
  const deferred = takesWaiting ? await progress.listDeferred(feed) : null;
  const waiting = deferred === null ? NONE_WAITING : waitingOf(deferred, clock.now());
  if (isOpen) telemetry.measure({ TitlesWaiting: waiting.count, LongestWait: waiting.longestHours });
  const scheduledTime = input.scheduledTime === undefined ? null : epochMs(input.scheduledTime);
  const span = openWindow({ watermark, scheduledTime, startedAt, serverTime, ...settings });
  const advancesWatermark = isOpen && (watermark === null || span.end > watermark);
  const hasDeferred = deferred === null || deferred.length > 0;
  return { scope, span, waiting, hasDeferred, advancesWatermark, corrected };
}
