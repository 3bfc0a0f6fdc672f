import { waitingTitles } from '../../events/progress.ts';
import type { DeferredItem } from '../../events/types.ts';
import { FEEDS } from '../../events/feeds.ts';
import { readHolder } from '../../operate/feeds/claim-holder.ts';
import { isUsed, readFeed, type NamedFeed } from '../../operate/feeds/read-feed.ts';
import { rejectedTitles } from '../../operate/feeds/rejected-titles.ts';
import type { DeferredTitle, FeedView, FeedsView, TitleList } from '../api/index.ts';
import { idOf } from './ids.ts';
import type { ConsoleContext } from './context.ts';

/** The maximum number of titles in a list; `tvguide deferred` shows all. */
const MAX_TITLES = 500;

/** Reads the progress of each feed: its watermark, the claim of its open window, and its deferred titles. */
export async function viewFeeds(context: ConsoleContext): Promise<FeedsView> {
  const { tables, io, options } = context;
  return tables.use(options.stateMachineArn, async ({ name, progress }) => {
    const all = await Promise.all(FEEDS.map((feed) => readFeed(progress, feed, io.now())));
    return { table: name, feeds: await Promise.all(all.filter(isUsed).map((feed) => viewOf(context, feed))) };
  });
}

async function viewOf(
  context: ConsoleContext,
  { feed, watermark, claim, deferred }: NamedFeed,
): Promise<FeedView> {
  const waiting = waitingTitles(deferred);
  return {
    feed,
    watermark:
      watermark === null
        ? null
        : {
            at: Date.parse(watermark.watermark),
            listedFrom: watermark.listedFrom === undefined ? null : Date.parse(watermark.listedFrom),
            run: watermark.executionArn === undefined ? null : idOf(watermark.executionArn),
          },
    claim:
      claim === null
        ? null
        : {
            run: idOf(claim.executionArn),
            claimedAt: Date.parse(claim.claimedAt),
            isAtWork: (await readHolder(context.sfn.client, claim))?.isAtWork ?? false,
          },
    waiting: listOf(waiting),
    rejected: listOf(rejectedTitles(deferred)),
  };
}

function listOf(titles: readonly DeferredItem[]): TitleList {
  return { count: titles.length, titles: titles.slice(0, MAX_TITLES).map(titleOf) };
}

function titleOf({
  titleId,
  status,
  since,
  runs,
  error,
  reason,
  lastRun,
  deferredAt,
}: DeferredItem): DeferredTitle {
  return {
    titleId,
    status,
    since: Date.parse(since),
    deferredAt: deferredAt === undefined ? null : Date.parse(deferredAt),
    runs,
    error,
    reason: reason ?? null,
    lastRun: lastRun === undefined ? null : idOf(lastRun),
  };
}
