import { waitingTitles } from '../../../events/progress.ts';
import type { DeferredItem } from '../../../events/types.ts';
import type { ProgressTable } from '../../../tasks/shared/progress/progress-table.ts';
import { isConfirmed, type ConfirmOptions } from '../../confirm.ts';
import { OperationError } from '../../../operate/errors.ts';
import { ExitCode } from '../../exit-codes.ts';
import { changeTitle } from '../../../operate/feeds/change-title.ts';
import type { NamedFeed } from '../../../operate/feeds/read-feed.ts';
import { counted } from '../../../operate/format/plural.ts';
import type { Session } from '../../session.ts';

/**
 * Drops waiting titles from all feeds. A later listing of such a title brings it back.
 *
 * @throws OperationError for a title that does not wait
 */
export async function forget(
  { printer, io }: Session,
  progress: ProgressTable,
  feeds: readonly NamedFeed[],
  titleIds: readonly number[],
  options: ConfirmOptions,
): Promise<ExitCode> {
  const wanted = new Set(titleIds);
  const waiting = feeds.flatMap(({ deferred }) =>
    waitingTitles(deferred).filter(({ titleId }) => wanted.has(titleId)),
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
  const forgotten: DeferredItem[] = [];
  const changedMeanwhile: DeferredItem[] = [];
  for (const title of waiting) {
    const isChanged = await changeTitle(progress, title, isWaiting, (current) => progress.remove(current));
    (isChanged ? forgotten : changedMeanwhile).push(title);
  }
  printer.json({
    forgotten: forgotten.map(({ feed, titleId, since, runs, error }) => ({
      feed,
      titleId,
      since,
      runs,
      error,
    })),
    changedMeanwhile: changedMeanwhile.map(({ feed, titleId }) => ({ feed, titleId })),
  });
  if (changedMeanwhile.length > 0) {
    const others = counted(changedMeanwhile.length, 'title does', 'titles do');
    printer.note(
      `${others} not wait any more: a run has published or given up ${changedMeanwhile.length === 1 ? 'it' : 'them'}`,
    );
  }
  const count = new Set(forgotten.map(({ titleId }) => titleId)).size;
  printer.result(
    `forgot ${counted(count, 'title', 'titles')}; a listing that names one again brings it back`,
  );
  return ExitCode.Success;
}

/** Returns false for a title that a run has given up meanwhile. */
function isWaiting({ status }: DeferredItem): boolean {
  return status === 'waiting';
}
