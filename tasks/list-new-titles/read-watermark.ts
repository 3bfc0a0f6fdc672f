import type { CorrectedWatermark, Feed } from '../../events/types.ts';
import { epochMs, floorToSecond, formatInstant, HOUR_MS } from '../../events/instant.ts';
import type { ProgressTable } from '../shared/progress/progress-table.ts';
import type { Telemetry } from '../shared/telemetry/telemetry.ts';

/** The watermark that a run uses. */
export interface FoundWatermark {
  /** Epoch milliseconds; null when there is none. */
  readonly watermark: number | null;
  readonly corrected: CorrectedWatermark | null;
}

/** The ports and settings of {@link readWatermark}. */
export interface WatermarkPorts {
  readonly progress: ProgressTable;
  readonly telemetry: Telemetry;
  /** The present by Watchmode's own clock, in epoch milliseconds; null when Watchmode does not tell. */
  readonly serverTime: number | null;
  readonly firstWindowHours: number;
  /** True if a wrong watermark is corrected in the table, too. */
  readonly writes: boolean;
}

/** The maximum difference between the clocks of Watchmode's servers, in milliseconds. */
const CLOCK_TOLERANCE_MS = 300_000;

/**
 * Reads the watermark of a feed.
 *
 * A watermark that is later than the present by Watchmode's clock was written while a clock of the deployment was
 * ahead. It is not known how much of its window had passed by then, so the watermark is put back to the start of that
 * window. Titles may be listed twice, and none is skipped. If the start is not known, the first window begins anew.
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
  telemetry.log('warn', 'the watermark lies in the future: it is put right', {
    feed,
    ...corrected,
    isStartKnown: listedFrom <= serverTime,
  });
  if (!writes) return { watermark: right, corrected };
  const isWritten = await progress.put({ ...found, watermark: corrected.to }, found);
  return isWritten ? { watermark: right, corrected } : readWatermark(feed, ports);
}
