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
  /** The feed that the schedule ingests. */
  readonly feed: Feed;
}

/**
 * The task measure-progress: takes any event, writes the metric `WatermarkLag`, returns nothing.
 *
 * Its own schedule invokes it, so the lag is known for every cause: failed runs, waiting runs, or no runs. Without a
 * watermark there is no metric. The alarm treats a missing metric as a breach, too.
 *
 * Rejects with ConfigurationError or ProgressUnavailable.
 */
export function createMeasureProgress(ports: MeasureProgressPorts): TaskHandler<null> {
  const { progress, clock, telemetry, feed } = ports;
  return async () => {
    const found = await progress.readWatermark(feed);
    if (found !== null) {
      const lag = Math.max(0, Math.round((clock.now() - epochMs(found.watermark)) / 1_000));
      telemetry.measure({ WatermarkLag: lag }, { feed, watermark: found.watermark });
    }
    return null;
  };
}
