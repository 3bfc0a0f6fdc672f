import { waitingTitles } from '../../../events/progress.ts';
import { CREDITS_PER_TITLE } from '../../../events/credits.ts';
import { MAX_TITLES } from '../../../workflow/limits.ts';
import { nameOf, type StateMachineArn } from '../../../workflow/arns.ts';
import { uniqueExecutionName } from '../../../operate/executions/execution-name.ts';
import { startExecution } from '../../../operate/executions/start-execution.ts';
import { ExitCode } from '../../exit-codes.ts';
import type { NamedFeed } from '../../../operate/feeds/read-feed.ts';
import { watchExecution } from '../../progress/watch-execution.ts';
import { counted } from '../../../operate/format/plural.ts';
import type { Session } from '../../session.ts';

/**
 * Starts a run for each feed with waiting titles, with their IDs as input. The progress table is updated as by a run
 * over the open window.
 */
export async function retry(
  session: Session,
  stateMachineArn: StateMachineArn,
  feeds: readonly NamedFeed[],
  watches: boolean,
): Promise<ExitCode> {
  const { sfn, printer, io, command } = session;
  const runs = [];
  let code: ExitCode = ExitCode.Success;
  for (const { feed, deferred } of feeds) {
    const titleIds = waitingTitles(deferred)
      .slice(0, MAX_TITLES)
      .map(({ titleId }) => titleId);
    if (titleIds.length === 0) continue;
    const input = { source: 'manual', feed, titleIds };
    const name = uniqueExecutionName(input, io.now());
    const started = await startExecution(sfn, { stateMachineArn, name, input: JSON.stringify(input) });
    const credits = titleIds.length * CREDITS_PER_TITLE;
    printer.note(
      `${feed}: ${counted(titleIds.length, 'title', 'titles')}, at most ${counted(credits, 'credit', 'credits')}`,
    );
    if (watches) {
      const ended = await watchExecution(session, started);
      if (ended !== ExitCode.Success) code = ended;
      continue;
    }
    runs.push({ ...started, name, feed, titleIds });
    printer.result(started.executionArn);
    printer.note(`started ${nameOf(started.executionArn)}; follow it with \`${command(`watch ${name}`)}\``);
  }
  if (!watches) printer.json({ runs });
  if (feeds.every(({ deferred }) => waitingTitles(deferred).length === 0))
    printer.note('no titles are waiting: nothing was started');
  return code;
}
