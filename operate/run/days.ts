import { DAY_MS } from '../../events/instant.ts';

/** An execution, as far as the sums of its day need it. */
export interface DayRun {
  readonly status: string;
  /** Epoch milliseconds. */
  readonly startedAt: number;
  readonly endedAt: number | null;
  /** The counts of its output; null without one. */
  readonly numbers: {
    readonly published: number;
    readonly deferred: number;
    readonly creditsUsed: number;
  } | null;
  /** True if it publishes nothing. */
  readonly dryRun: boolean;
}

/** The sums of one day, by the start of its executions. */
export interface Day {
  /** In UTC: `2026-11-29`. */
  readonly day: string;
  readonly runs: number;
  /** Failed and timed out. A stop is no failure. */
  readonly failed: number;
  /** Published titles, without dry runs. */
  readonly titles: number;
  readonly deferred: number;
  readonly credits: number;
  /** The milliseconds from start to end of those that have ended. */
  readonly lasted: number;
}

const FAILURES: ReadonlySet<string> = new Set(['FAILED', 'TIMED_OUT']);

/**
 * Sums up executions by the UTC day of their start, the oldest day first. Days without executions are zeros.
 *
 * @param now the last day, epoch milliseconds
 * @param days the number of days
 * @example sumByDay(rows, io.now(), 30).at(-1)?.credits
 */
export function sumByDay(runs: readonly DayRun[], now: number, days: number): Day[] {
  const sums = new Map<string, Day>();
  for (let ago = days - 1; ago >= 0; ago -= 1) {
    const day = dayOf(now - ago * DAY_MS);
    sums.set(day, { day, runs: 0, failed: 0, titles: 0, deferred: 0, credits: 0, lasted: 0 });
  }
  for (const { status, startedAt, endedAt, numbers, dryRun } of runs) {
    const sum = sums.get(dayOf(startedAt));
    if (sum === undefined) continue;
    sums.set(sum.day, {
      day: sum.day,
      runs: sum.runs + 1,
      failed: sum.failed + (FAILURES.has(status) ? 1 : 0),
      titles: sum.titles + (dryRun ? 0 : (numbers?.published ?? 0)),
      deferred: sum.deferred + (numbers?.deferred ?? 0),
      credits: sum.credits + (numbers?.creditsUsed ?? 0),
      lasted: sum.lasted + (endedAt === null ? 0 : Math.max(0, endedAt - startedAt)),
    });
  }
  return [...sums.values()];
}

/**
 * Returns the start of the first of the days that end with a moment, epoch milliseconds.
 * @example runs.filter(({ startedAt }) => startedAt >= startOfDays(io.now(), 30))
 */
export function startOfDays(now: number, days: number): number {
  return Date.parse(`${dayOf(now - (days - 1) * DAY_MS)}T00:00:00Z`);
}

function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
