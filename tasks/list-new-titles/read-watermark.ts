import type { CorrectedWatermark, Feed } from '../../events/types.ts';
import { epochMs, floorToSecond, formatInstant, HOUR_MS } from '../../events/instant.ts';
import type { ProgressTable } from '../shared/progress/progress-table.ts';
import type { Telemetry } from '../shared/telemetry/telemetry.ts';

/** The watermark of a run. */
export interface FoundWatermark {
  /** Epoch milliseconds; null if there is none. */
  readonly watermark: number | null;
  readonly corrected: CorrectedWatermark | null;
}

/** The ports and settings of {@link readWatermark}. */
export interface WatermarkPorts {
  readonly progress: ProgressTable;
  readonly telemetry: Telemetry;
  /** Watchmode's time in epoch milliseconds; null if unknown. */
  readonly serverTime: number | null;
  readonly firstWindowHours: number;
  /** True to correct a wrong watermark in the table, too. */
  readonly writes: boolean;
}

/** The maximum difference between the clocks of Watchmode's servers, in milliseconds. */
const CLOCK_TOLERANCE_MS = 300_000;

/**
 * Reads the watermark of a feed.
 *
 * A watermark later than Watchmode's time was written while a clock of the deployment was fast. It is unknown how much of
 * its window had passed by then, so the watermark is corrected to the start of that window. Titles may be listed twice,
 * but none is skipped. If the start is unknown, the run uses the first window.
 *
 * Rejects with ProgressUnavailable or ConfigurationError.
 */
export async function readWatermark(feed: Feed, ports: WatermarkPorts): Promise<FoundWatermark> {
  const { progress, telemetry, serverTime, firstWindowHours, writes } = ports;
  const found = await progress.readWatermark(feed);
  if (found === null) return { watermark: null, corrected: null };
  const watermark = epochMs(found.watermark);
  if (serverTime === null || watermark <= serverTime + CLOCK_TOLERANCE_MS) {
    return { watermark, corrected: null };
  }
  const listedFrom = found.listedFrom === undefined ? Number.POSITIVE_INFINITY : epochMs(found.listedFrom);
  const right =
    listedFrom <= serverTime ? listedFrom : floorToSecond(serverTime - firstWindowHours * HOUR_MS);
  const corrected = { from: found.watermark, to: formatInstant(right) };
  telemetry.log('warn', 'the watermark lies in the future and is corrected', {
    feed,
    ...corrected,
    isStartKnown: listedFrom <= serverTime,
  });
  if (!writes) return { watermark: right, corrected };
  const isWritten = await progress.put({ ...found, watermark: corrected.to }, found);
  return isWritten ? { watermark: right, corrected } : readWatermark(feed, ports);
}
