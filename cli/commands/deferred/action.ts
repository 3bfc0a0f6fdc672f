import { FEEDS } from '../../../events/feeds.ts';
import type { Feed } from '../../../events/types.ts';
import { resolveStateMachine } from '../../../operate/aws/state-machine.ts';
import { type ConfirmOptions, ensureAnswerable } from '../../confirm.ts';
import { UsageError } from '../../../operate/errors.ts';
import { ExitCode } from '../../exit-codes.ts';
import { type ProgressTables, withProgressTables } from '../../../operate/feeds/progress-tables.ts';
import { isUsed, readFeed } from '../../../operate/feeds/read-feed.ts';
import { recordedTablesHere } from '../../runtime/read-recorded.ts';
import { type Session, withStepFunctions } from '../../session.ts';
import type { Invocation } from '../../usage/declare.ts';
import type { ServiceOptions } from '../../usage/options.ts';
import { namesOfTitles } from '../../title-names.ts';
import { askAgain } from './ask-again.ts';
import { forget } from './forget.ts';
import { printRejected, printWaiting } from './print-titles.ts';
import { retry } from './retry.ts';

export interface DeferredOptions extends ServiceOptions, ConfirmOptions {
  readonly feed?: Feed;
  /** True for the titles that were given up, instead of those that wait. */
  readonly rejected?: boolean;
  readonly retry?: boolean;
  readonly watch?: boolean;
  /** IDs of the titles to drop. */
  readonly forget?: readonly number[];
}

/** Lists, fetches or drops the titles that wait for the next run or were given up. */
export async function deferred(invocation: Invocation<DeferredOptions>): Promise<ExitCode> {
  const { options, io } = invocation;
  const { rejected = false, retry: isRetry = false, watch = false } = options;
  if (watch && !isRetry) throw new UsageError('--watch goes with --retry only');
  if (watch && rejected) throw new UsageError('--rejected --retry starts no run: leave --watch out');
  if (options.forget !== undefined) ensureAnswerable('deferred --forget', options, io);
  if (isRetry) ensureAnswerable(rejected ? 'deferred --rejected --retry' : 'deferred --retry', options, io);
  const readsFiles = !isRetry && options.forget === undefined;
  const work = async (session: Session): Promise<ExitCode> => {
    const stateMachineArn = await resolveStateMachine(session.sfn, options, io.env);
    const openFiles = readsFiles ? recordedTablesHere(io, session.printer) : undefined;
    const use = (tables: ProgressTables) =>
      tables.use(stateMachineArn, async ({ name, progress }) => {
        const wanted = FEEDS.filter((feed) => options.feed === undefined || feed === options.feed).toSorted();
        const all = await Promise.all(wanted.map((feed) => readFeed(progress, feed, io.now())));
        const feeds = all.filter(isUsed);
        if (options.forget !== undefined) return forget(session, progress, feeds, options.forget, options);
        if (rejected && isRetry) return askAgain(session, progress, feeds, options);
        if (isRetry) return retry(session, stateMachineArn, feeds, options);
        const titles = feeds.flatMap(({ deferred: items }) => items.map(({ titleId }) => titleId));
        const names = await namesOfTitles(session, titles);
        if (rejected) printRejected(session, name, feeds, names);
        else printWaiting(session, name, feeds, names);
        return ExitCode.Success;
      });
    return withProgressTables(session.sfn, io, use, openFiles);
  };
  return withStepFunctions(invocation, work, { readsFiles });
}
