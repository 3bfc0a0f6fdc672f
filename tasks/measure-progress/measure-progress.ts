import type { Feed } from '../../events/types.ts';
import { epochMs } from '../../events/instant.ts';
import type { Clock, TaskHandler } from '../shared/ports.ts';
import type { ProgressTable } from '../shared/progress/progress-table.ts';
import type { Telemetry } from '../shared/telemetry/telemetry.ts';

/** The ports and settings of {@link createMeasureProgress}. */
export interface MeasureProgressPorts {
  readonly progress: Pick<ProgressTable, 'readWatermark'>;
  readonly clock: Clock;
  readonly telemetry: Telemetry;
  /** The feeds that schedules ingest. */
  readonly feeds: readonly Feed[];
}

/**
 * The task measure-progress: takes any event, writes the metric `WatermarkLag`, for the feed catalogue `SweepLag`, and
 * returns nothing. Sweeps have their own metric, because they are usually less frequent than runs of another feed.
 *
 * Its own schedule invokes it, so the lag is known for every cause: failed runs, waiting runs, or no runs. Without a
 * watermark there is no metric. The alarm treats a missing metric as a breach, too.
 *
 * Rejects with ConfigurationError or ProgressUnavailable. An item that cannot be read does not hide the lag of the other
 * feed.
 */
export function createMeasureProgress(ports: MeasureProgressPorts): TaskHandler<null> {
  const { progress, clock, telemetry, feeds } = ports;
  const measure = async (feed: Feed) => {
    const found = await progress.readWatermark(feed);
    if (found === null) return;
    const lag = Math.max(0, Math.round((clock.now() - epochMs(found.watermark)) / 1_000));
    const metric = feed === 'catalogue' ? 'SweepLag' : 'WatermarkLag';
    telemetry.measure({ [metric]: lag }, { feed, watermark: found.watermark });
  };
  return async () => {
    const measured = await Promise.allSettled(feeds.map(measure));
    for (const result of measured) if (result.status === 'rejected') throw result.reason;
    return null;
  };
}
