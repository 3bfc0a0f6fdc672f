import { CREDITS_PER_TITLE } from '../../../tasks/shared/watchmode/credits.ts';
import { nameOf } from '../../aws/arns.ts';
import { uniqueExecutionName } from '../../executions/execution-name.ts';
import { startExecution } from '../../executions/start-execution.ts';
import { ExitCode } from '../../exit-codes.ts';
import type { StoredFeed } from '../../feeds/feed-store.ts';
import { watchExecution } from '../../progress/watch-execution.ts';
import { counted } from '../../render/plural.ts';
import type { Session } from '../../session.ts';

/**
 * Starts a run for each feed with titles that wait. Their IDs are its input: such a run takes what becomes of them down
 * with the feed, as the next run over the open window would.
 */
export async function retry(
  session: Session,
  stateMachineArn: string,
  feeds: readonly StoredFeed[],
  watches: boolean,
): Promise<ExitCode> {
  const { sfn, printer, io, command } = session;
  const runs = [];
  let code: ExitCode = ExitCode.Success;
  for (const { feed, progress } of feeds) {
    const titleIds = progress.waiting.map(({ titleId }) => titleId);
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
  if (feeds.every(({ progress }) => progress.waiting.length === 0))
    printer.note('no titles are waiting: nothing was started');
  return code;
}
