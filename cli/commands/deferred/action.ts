import type { WaitingTitle } from '../../../events/feed-progress.ts';
import type { Feed } from '../../../events/types.ts';
import { resolveStateMachine } from '../../aws/state-machine.ts';
import { type ConfirmOptions, ensureAnswerable } from '../../confirm.ts';
import { UsageError } from '../../errors.ts';
import { ExitCode } from '../../exit-codes.ts';
import { withFeedStore } from '../../feeds/open-feed-store.ts';
import type { StoredFeed } from '../../feeds/feed-store.ts';
import { duration } from '../../render/bar.ts';
import { formatTable } from '../../render/table.ts';
import { type Session, withStepFunctions } from '../../session.ts';
import type { Invocation } from '../../usage/declare.ts';
import type { ServiceOptions } from '../../usage/options.ts';
import { adviceFor } from '../../views/advice.ts';
import { forget } from './forget.ts';
import { retry } from './retry.ts';

export interface DeferredOptions extends ServiceOptions, ConfirmOptions {
  readonly feed?: Feed;
  readonly retry?: boolean;
  readonly watch?: boolean;
  /** IDs of the titles to drop. */
  readonly forget?: readonly number[];
}

/** Lists the titles that wait for their feeds' next runs, starts runs over them, or drops some. */
export async function deferred(invocation: Invocation<DeferredOptions>): Promise<ExitCode> {
  const { options, io } = invocation;
  if (options.watch === true && options.retry !== true)
    throw new UsageError('--watch goes with --retry only');
  if (options.forget !== undefined) ensureAnswerable('deferred --forget', options, io);
  return withStepFunctions(invocation, async (session) => {
    const stateMachineArn = await resolveStateMachine(session.sfn, options, io.env);
    return withFeedStore(session, stateMachineArn, async (store) => {
      const feeds = (await store.readAll()).filter(
        ({ feed }) => options.feed === undefined || feed === options.feed,
      );
      if (options.forget !== undefined) return forget(session, store, feeds, options.forget, options);
      if (options.retry === true) return retry(session, stateMachineArn, feeds, options.watch === true);
      print(session, feeds);
      return ExitCode.Success;
    });
  });
}

function print({ printer, io, command }: Session, feeds: readonly StoredFeed[]): void {
  printer.json({
    feeds: feeds.map(({ feed, parameter, progress }) => ({ feed, parameter, ...progress })),
  });
  const titles = feeds.flatMap(({ feed, progress }) => progress.waiting.map((title) => ({ feed, ...title })));
  if (titles.length === 0) {
    printer.result('no titles are waiting');
    return;
  }
  const rows = titles.map((title) => [
    title.feed,
    String(title.titleId),
    title.since.replace('T', ' '),
    duration(Math.max(0, io.now() - Date.parse(title.since))),
    String(title.runs),
    title.error,
  ]);
  printer.result(
    formatTable(['feed', 'title', 'since', 'waits for', 'runs', 'last error'], rows, printer.style),
  );
  for (const line of meanings(titles)) printer.note(line);
  printer.note(
    `The next run over each feed's open window fetches what is waiting; to fetch ${titles.length === 1 ? 'it' : 'them'} now: ${command('deferred --retry')}`,
  );
}

/** What each of the errors means, once. */
function meanings(titles: readonly WaitingTitle[]): string[] {
  return [...new Set(titles.map(({ error }) => error))].flatMap((error) => {
    const summary = adviceFor(error)?.summary;
    return summary === undefined ? [] : [`${error}: ${summary}`];
  });
}
