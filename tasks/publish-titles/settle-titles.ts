import type { Batch, DeferredItem, FetchedTitle } from '../../events/types.ts';
import { epochMs } from '../../events/instant.ts';
import { deferTitle, type DeferralLimits } from '../shared/progress/defer-title.ts';
import type { DeferredTitles, ProgressWrites } from '../shared/progress/progress-table.ts';
import type { UnpublishedTitle } from './unfetched-title.ts';

/** The ports of {@link settleUnfetched} and {@link takeOffFetched}. */
export interface SettlePorts {
  readonly progress: DeferredTitles & ProgressWrites;
  readonly limits: DeferralLimits;
  /** The current time in epoch milliseconds. */
  readonly now: number;
}

/** The items of a batch's titles in the progress table, by title ID, before any write. */
export type KnownTitles = ReadonlyMap<number, DeferredItem>;

/** A run whose deferred titles are kept. */
export type KeepingBatch = Batch & Required<Pick<Batch, 'executionArn' | 'startedAt'>>;

/**
 * Returns true if the progress table records the deferred titles of a batch. A dry run never records them. By the contract,
 * such a batch names its execution.
 */
export function keepsDeferred(batch: Batch): batch is KeepingBatch {
  return batch.keepsDeferred === true && !batch.dryRun;
}

/**
 * Records unfetched titles in the progress table, and returns the status of each: `deferred` while it waits, `rejected`
 * when it is given up, `skipped` if Watchmode does not know it. If the feed still lists a title, it is skipped only after
 * several runs found it unknown.
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
      const { titleId, error, reason, arrivals = [] } = title;
      const item = known.get(titleId);
      if (title.outcome === 'skipped' && !isListed) {
        if (item !== undefined) await ports.progress.remove(item);
        return title;
      }
      const deferral = { feed, titleId, executionArn, startedAt, now: ports.now, error, reason, arrivals };
      return settled(title, await deferTitle(deferral, item, ports));
    }),
  );
}

/** The tolerance in milliseconds. A time further ahead was written by a wrong clock. */
const CLOCK_TOLERANCE_MS = 3_600_000;

/** Removes published titles from the progress table, except those that a run has deferred since they were fetched. */
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
