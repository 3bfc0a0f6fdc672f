import { waitingTitles } from '../../../events/progress.ts';
import { CREDITS_PER_TITLE } from '../../../events/credits.ts';
import type { DeferredItem } from '../../../events/types.ts';
import { MAX_TITLES } from '../../../events/max-titles.ts';
import { nameOf, type StateMachineArn } from '../../../workflow/arns.ts';
import { repeatableName } from '../../../operate/executions/execution-name.ts';
import { startUnlessRunning } from '../../../operate/executions/start-execution.ts';
import { type ConfirmOptions, isConfirmed } from '../../confirm.ts';
import { ExitCode } from '../../exit-codes.ts';
import type { NamedFeed } from '../../../operate/feeds/read-feed.ts';
import { findRunsAtWork, type RunAtWork } from '../../../operate/feeds/runs-at-work.ts';
import { watchExecution } from '../../progress/watch-execution.ts';
import { counted } from '../../../operate/format/plural.ts';
import type { Session } from '../../session.ts';

export interface RetryOptions extends ConfirmOptions {
  readonly watch?: boolean;
}

/** A run to start over waiting titles of a feed. */
interface Retry {
  readonly feed: NamedFeed['feed'];
  readonly titles: readonly DeferredItem[];
}

/**
 * Starts a run for each feed with waiting titles, with their IDs as input. The progress table is updated as by a run
 * over the open window. Titles that a running execution fetches are left out.
 */
export async function retry(
  session: Session,
  stateMachineArn: StateMachineArn,
  feeds: readonly NamedFeed[],
  options: RetryOptions,
): Promise<ExitCode> {
  const { printer, io } = session;
  const atWork = feeds.some(({ deferred }) => waitingTitles(deferred).length > 0)
    ? await findRunsAtWork(session.sfn, stateMachineArn, session.ownFeed)
    : [];
  const retries: Retry[] = [];
  for (const { feed, deferred } of feeds) {
    const waiting = waitingTitles(deferred);
    const fetched = new Map(waiting.flatMap((title) => fetchedBy(title, atWork)));
    const titles = waiting.filter(({ titleId }) => !fetched.has(titleId)).slice(0, MAX_TITLES);
    if (titles.length > 0) {
      printer.note(
        `${feed}: ${counted(titles.length, 'title', 'titles')}, at most ${creditsFor(titles.length)}`,
      );
      retries.push({ feed, titles });
    }
    for (const name of new Set(fetched.values())) {
      const count = [...fetched.values()].filter((other) => other === name).length;
      printer.note(
        `${feed}: ${name} fetches ${counted(count, 'title', 'titles')} at this moment; not started again`,
      );
    }
  }
  if (retries.length === 0) {
    const none = feeds.every(({ deferred }) => waitingTitles(deferred).length === 0);
    printer.json({ runs: [] });
    printer.note(none ? 'no titles are waiting: nothing was started' : 'nothing was started');
    return ExitCode.Success;
  }
  const count = retries.reduce((sum, { titles }) => sum + titles.length, 0);
  const question = `Fetch ${counted(count, 'title', 'titles')} in ${counted(retries.length, 'run', 'runs')}, for at most ${creditsFor(count)}?`;
  if (!(await isConfirmed(question, options, io))) {
    printer.note('nothing was started');
    return ExitCode.Failure;
  }
  return startAll(session, stateMachineArn, retries, options.watch === true);
}

async function startAll(
  session: Session,
  stateMachineArn: StateMachineArn,
  retries: readonly Retry[],
  watches: boolean,
): Promise<ExitCode> {
  const { sfn, printer, command } = session;
  const runs = [];
  let code: ExitCode = ExitCode.Success;
  for (const { feed, titles } of retries) {
    const titleIds = titles.map(({ titleId }) => titleId);
    // Two calls at once see the same titles, choose the same name, and start one run.
    const seen = titles.map(({ titleId, runs: counted, lastRun }) => [titleId, counted, lastRun ?? null]);
    const name = repeatableName(`retry-${feed.replaceAll('_', '-')}`, seen);
    const input = JSON.stringify({ source: 'manual', feed, titleIds });
    const started = await startUnlessRunning(sfn, { stateMachineArn, name, input });
    if (watches) {
      const ended = await watchExecution(session, started);
      if (ended !== ExitCode.Success) code = ended;
      continue;
    }
    const startedName = nameOf(started.executionArn);
    runs.push({ ...started, name: startedName, feed, titleIds });
    printer.result(started.executionArn);
    printer.note(`started ${startedName}; follow it with \`${command(`watch ${startedName}`)}\``);
  }
  if (!watches) printer.json({ runs });
  return code;
}

/** Returns the title and the running execution that fetches it, or nothing. */
function fetchedBy({ feed, titleId }: DeferredItem, atWork: readonly RunAtWork[]): [number, string][] {
  const run = atWork.find((one) => one.feed === feed && (one.titleIds?.has(titleId) ?? true));
  return run === undefined ? [] : [[titleId, run.name]];
}

function creditsFor(titles: number): string {
  return counted(titles * CREDITS_PER_TITLE, 'credit', 'credits');
}
