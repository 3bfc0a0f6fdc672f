import type { Batch, DeferredItem, FetchedTitle } from '../../events/types.ts';
import { epochMs } from '../../events/instant.ts';
import { deferTitle, type DeferralLimits } from '../shared/progress/defer-title.ts';
import type { ProgressTable } from '../shared/progress/progress-table.ts';
import type { UnpublishedTitle } from './unfetched-title.ts';

/** The ports of {@link settleUnfetched} and {@link takeOffFetched}. */
export interface SettlePorts {
  readonly progress: ProgressTable;
  readonly limits: DeferralLimits;
  /** The present, in epoch milliseconds. */
  readonly now: number;
}

/** The items of a batch's titles in the progress table, by title ID, as they were read before anything was written. */
export type KnownTitles = ReadonlyMap<number, DeferredItem>;

/** A run whose deferred titles are kept. */
export type KeepingBatch = Batch & Required<Pick<Batch, 'executionArn' | 'startedAt'>>;

/**
 * True if the progress table follows the titles of a batch. It never does so in a dry run, which publishes none. By the
 * contract, a batch that it follows names its execution.
 */
export function keepsDeferred(batch: Batch): batch is KeepingBatch {
  return batch.keepsDeferred === true && !batch.dryRun;
}

/**
 * Notes in the progress table which titles could not be had, and returns the status of each: `deferred` while it waits,
 * `rejected` when it is given up, `skipped` when Watchmode does not know it. If the feed lists a title at this moment,
 * several runs must get the answer that it is unknown before the answer is believed.
 */
export async function settleUnfetched(
  titles: readonly UnpublishedTitle[],
  batch: KeepingBatch,
  known: KnownTitles,
  ports: SettlePorts,
): Promise<UnpublishedTitle[]> {
  const { feed, executionArn, startedAt, isListed = false } = batch;
  return Promise.all(
    titles.map(async (title) => {
      const { titleId, error, reason } = title;
      const item = known.get(titleId);
      if (title.outcome === 'skipped' && !isListed) {
        if (item !== undefined) await ports.progress.remove(item);
        return title;
      }
      const deferral = { feed, titleId, executionArn, startedAt, now: ports.now, error, reason };
      return settled(title, await deferTitle(deferral, item, ports));
    }),
  );
}

/** The limit in milliseconds. A time that lies further ahead was written by a clock that was wrong. */
const CLOCK_TOLERANCE_MS = 3_600_000;

/** Removes titles that were published from the progress table, unless a run has deferred one since it was fetched. */
export async function takeOffFetched(
  titles: readonly FetchedTitle[],
  known: KnownTitles,
  { progress, now }: SettlePorts,
): Promise<void> {
  const isDeferredSince = ({ deferredAt }: DeferredItem, fetchedAt: string) => {
    if (deferredAt === undefined) return false;
    const moment = epochMs(deferredAt);
    return moment > epochMs(fetchedAt) && moment <= now + CLOCK_TOLERANCE_MS;
  };
  await Promise.all(
    titles.map(async ({ titleId, fetchedAt }) => {
      const item = known.get(titleId);
      if (item !== undefined && !isDeferredSince(item, fetchedAt)) await progress.remove(item);
    }),
  );
}

function settled(title: UnpublishedTitle, { status, runs, since }: DeferredItem): UnpublishedTitle {
  if (status === 'unknown') return { ...title, outcome: 'skipped' };
  if (status === 'waiting') return { ...title, outcome: 'deferred' };
  const story = `given up after ${runs} ${runs === 1 ? 'run' : 'runs'} since ${since}, last because of ${title.error}`;
  return { ...title, outcome: 'rejected', reason: `${story}: ${title.reason}` };
}
