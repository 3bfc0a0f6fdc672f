import { isConfirmed, type ConfirmOptions } from '../../confirm.ts';
import { OperationError } from '../../errors.ts';
import { ExitCode } from '../../exit-codes.ts';
import type { FeedStore, StoredFeed } from '../../feeds/feed-store.ts';
import { counted } from '../../render/plural.ts';
import type { Session } from '../../session.ts';

/**
 * Drops titles from those that wait, in every one of the feeds. A listing that names such a title again brings it back.
 *
 * @throws OperationError for a title that does not wait
 */
export async function forget(
  { printer, io }: Session,
  store: FeedStore,
  feeds: readonly StoredFeed[],
  titleIds: readonly number[],
  options: ConfirmOptions,
): Promise<ExitCode> {
  const wanted = new Set(titleIds);
  const waiting = feeds.flatMap(({ feed, progress }) =>
    progress.waiting.filter(({ titleId }) => wanted.has(titleId)).map((title) => ({ feed, ...title })),
  );
  const found = new Set(waiting.map(({ titleId }) => titleId));
  const missing = titleIds.filter((titleId) => !found.has(titleId));
  if (missing.length > 0) {
    const [one] = missing;
    throw new OperationError(
      missing.length === 1
        ? `title ${String(one)} is not waiting`
        : `titles ${missing.join(', ')} are not waiting`,
    );
  }
  for (const { feed, titleId, since, runs, error } of waiting) {
    printer.note(
      `${feed}: ${titleId} has waited since ${since}, through ${counted(runs, 'run', 'runs')}: ${error}`,
    );
  }
  const what = counted(found.size, 'title', 'titles');
  if (!(await isConfirmed(`Forget ${what}?`, options, io))) {
    printer.note('nothing was changed');
    return ExitCode.Failure;
  }
  const changed = feeds.filter(({ progress }) => progress.waiting.some(({ titleId }) => wanted.has(titleId)));
  for (const feed of changed) {
    await store.change(feed, (progress) => ({
      ...progress,
      waiting: progress.waiting.filter(({ titleId }) => !wanted.has(titleId)),
    }));
  }
  printer.json({ forgotten: waiting });
  printer.result(`forgot ${what}; a listing that names one again brings it back`);
  return ExitCode.Success;
}
