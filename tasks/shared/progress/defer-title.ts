import { deferredKey, isKept, KEEP_DAYS } from '../../../events/progress.ts';
import type { DeferredItem, Feed } from '../../../events/types.ts';
import { ProgressUnavailable } from '../errors/progress-errors.ts';
import { DAY_MS, epochMs } from '../../../events/instant.ts';
import type { DeferredTitles, ProgressWrites } from './progress-table.ts';

/** The limits after which a deferred title is given up. Both must be reached. */
export interface DeferralLimits {
  /** Runs that deferred it. */
  readonly maxRuns: number;
  /** Days since the start of the first of them. */
  readonly minDays: number;
}

/** The deferral of a title by a run. */
export interface Deferral {
  readonly feed: Feed;
  readonly titleId: number;
  /** The run. */
  readonly executionArn: string;
  /** Start of the run, as an RFC 3339 instant. */
  readonly startedAt: string;
  /** The current time in epoch milliseconds. */
  readonly now: number;
  /** The name of the error. */
  readonly error: string;
  readonly reason: string;
  /** The services on which the title arrived, which the run that fetches it announces. */
  readonly arrivals: readonly string[];
}

/** The number of runs that must find a title unknown before it is skipped. */
export const MAX_NOT_FOUND_RUNS = 2;

/**
 * The maximum number of runs in an item, the last ones that deferred its title. An hourly schedule starts 336 runs in the
 * 14 days in which a redrive can repeat a batch. An item with all runs could exceed DynamoDB's limit of 400 KB.
 */
const MAX_COUNTED_RUNS = 400;

/** The maximum number of characters of a reason. */
const MAX_REASON_LENGTH = 200;

const NOT_FOUND = 'Watchmode.TitleNotFound';

/** The maximum number of attempts if other runs change the item at the same time. */
const MAX_ATTEMPTS = 5;

/**
 * Records the deferral of a title by a run, and decides the title's status: it waits for the next run, it is given up, or
 * Watchmode does not know it. A run counts once, however often its batch is repeated.
 *
 * @param known - the title's item when the batch was read; undefined if there was none
 * @returns the current item of the table
 * @throws ProgressUnavailable if the table does not answer, or the item changes on every attempt
 */
export async function deferTitle(
  deferral: Deferral,
  known: DeferredItem | undefined,
  {
    progress,
    limits,
  }: { readonly progress: DeferredTitles & ProgressWrites; readonly limits: DeferralLimits },
): Promise<DeferredItem> {
  const { feed, titleId } = deferral;
  let found = known ?? null;
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    if (found !== null && isCounted(found, deferral)) return found;
    const next = nextItem(deferral, found, limits);
    if (await progress.put(next, found)) return next;
    found = (await progress.readDeferred(feed, [titleId])).get(titleId) ?? null;
  }
  throw new ProgressUnavailable(`title ${titleId} of ${feed}`, 'other runs change it at the same time');
}

/** Returns true if the run is already counted, because its batch is repeated. */
function isCounted(found: DeferredItem, { executionArn, now }: Deferral): boolean {
  return isKept(found, now) && found.countedRuns?.includes(executionArn) === true;
}

/** Returns the item after a deferral. */
function nextItem(deferral: Deferral, found: DeferredItem | null, limits: DeferralLimits): DeferredItem {
  const { feed, titleId, executionArn, startedAt, now, error, reason } = deferral;
  const isNotFound = error === NOT_FOUND;
  // A rejected title starts again when it is deferred. An unknown one stays unknown while it is not found.
  const isKnown = found !== null && isKept(found, now) && isContinued(found, isNotFound);
  const before: Partial<DeferredItem> & Pick<DeferredItem, 'since' | 'runs'> = isKnown
    ? found
    : { since: startedAt, runs: 0 };
  // Among simultaneous runs, a later one can write first.
  const deferredAt = Math.max(now, before.deferredAt === undefined ? now : epochMs(before.deferredAt));
  const arrivals = [...new Set([...(before.arrivals ?? []), ...deferral.arrivals])];
  const item = {
    ...deferredKey(feed, titleId),
    titleId,
    since: before.since,
    runs: before.runs + 1,
    notFoundRuns: (before.notFoundRuns ?? 0) + (isNotFound ? 1 : 0),
    countedRuns: [...(before.countedRuns ?? []), executionArn].slice(-MAX_COUNTED_RUNS),
    lastRun: executionArn,
    deferredAt: new Date(deferredAt).toISOString(),
    error,
    reason: reason.slice(0, MAX_REASON_LENGTH),
    ...(arrivals.length > 0 ? { arrivals } : {}),
  };
  const status = statusOf(item, startedAt, isNotFound, limits);
  if (status === 'waiting') return { ...item, status };
  return { ...item, status, expiresAt: Math.ceil((now + KEEP_DAYS * DAY_MS) / 1_000) };
}

function isContinued({ status }: DeferredItem, isNotFound: boolean): boolean {
  return status === 'waiting' || (status === 'unknown' && isNotFound);
}

function statusOf(
  { runs, notFoundRuns, since }: Pick<DeferredItem, 'runs' | 'since'> & { readonly notFoundRuns: number },
  startedAt: string,
  isNotFound: boolean,
  { maxRuns, minDays }: DeferralLimits,
): DeferredItem['status'] {
  if (isNotFound && notFoundRuns > MAX_NOT_FOUND_RUNS) return 'unknown';
  const isOld = epochMs(startedAt) - epochMs(since) >= minDays * DAY_MS;
  return runs >= maxRuns && isOld ? 'rejected' : 'waiting';
}
