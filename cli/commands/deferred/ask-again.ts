import { omitUndefined } from '../../../events/omit-undefined.ts';
import type { DeferredItem } from '../../../events/types.ts';
import type { ProgressTable } from '../../../tasks/shared/progress/progress-table.ts';
import { CREDITS_PER_TITLE } from '../../../events/credits.ts';
import { isConfirmed, type ConfirmOptions } from '../../confirm.ts';
import { ExitCode } from '../../exit-codes.ts';
import { changeTitle } from '../../../operate/feeds/change-title.ts';
import type { NamedFeed } from '../../../operate/feeds/read-feed.ts';
import { counted } from '../../../operate/format/plural.ts';
import type { Session } from '../../session.ts';
import { isRejected, rejectedTitles } from '../../../operate/feeds/rejected-titles.ts';

/** Resets titles that were given up to waiting. */
export async function askAgain(
  { printer, io }: Session,
  progress: ProgressTable,
  feeds: readonly NamedFeed[],
  options: ConfirmOptions,
): Promise<ExitCode> {
  const titles = feeds.flatMap(({ deferred }) => rejectedTitles(deferred));
  if (titles.length === 0) {
    printer.json({ waitAgain: [], changedMeanwhile: [] });
    printer.result('no titles were given up');
    return ExitCode.Success;
  }
  const what = counted(titles.length, 'title', 'titles');
  const credits = counted(titles.length * CREDITS_PER_TITLE, 'credit', 'credits');
  printer.note(`${what}, at most ${credits}`);
  if (!(await isConfirmed(`Reset ${what} to waiting?`, options, io))) {
    printer.note('nothing was changed');
    return ExitCode.Failure;
  }
  const since = new Date(io.now()).toISOString();
  const waitAgain: DeferredItem[] = [];
  const changedMeanwhile: DeferredItem[] = [];
  for (const title of titles) {
    const isChanged = await changeTitle(progress, title, isRejected, (found) =>
      progress.put(begunAnew(found, since), found),
    );
    (isChanged ? waitAgain : changedMeanwhile).push(title);
  }
  printer.json({ waitAgain: waitAgain.map(keyOf), changedMeanwhile: changedMeanwhile.map(keyOf) });
  if (changedMeanwhile.length > 0) {
    const others = counted(changedMeanwhile.length, 'title was', 'titles were');
    printer.note(
      `${others} not changed: a run has fetched or deferred ${changedMeanwhile.length === 1 ? 'it' : 'them'} meanwhile`,
    );
  }
  const [wait, their, them] = waitAgain.length === 1 ? ['waits', 'its', 'it'] : ['wait', 'their', 'them'];
  printer.result(
    `${counted(waitAgain.length, 'title', 'titles')} ${wait} again: the next run over ${their} feed's open window asks for ${them}`,
  );
  return ExitCode.Success;
}

/** Returns the title as waiting, with no counted run and no expiry. It keeps its last error. */
function begunAnew(
  { feed, item, titleId, error, reason, lastRun, deferredAt }: DeferredItem,
  since: string,
): DeferredItem {
  return {
    ...{ feed, item, titleId, since, error, ...omitUndefined({ reason, lastRun, deferredAt }) },
    ...{ status: 'waiting', runs: 0, notFoundRuns: 0, countedRuns: [] },
  };
}

function keyOf({ feed, titleId }: DeferredItem) {
  return { feed, titleId };
}
