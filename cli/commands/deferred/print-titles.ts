import { MAX_WAITING_PER_RUN, waitingTitles } from '../../../events/progress.ts';
import type { DeferredItem } from '../../../events/types.ts';
import type { NamedFeed } from '../../../operate/feeds/read-feed.ts';
import { duration } from '../../render/duration.ts';
import { formatMoment } from '../../../operate/format/moment.ts';
import { formatTable } from '../../render/table.ts';
import { counted } from '../../../operate/format/plural.ts';
import type { Session } from '../../session.ts';
import { adviceFor } from '../../../operate/run/advice.ts';
import { nameTitle, type TitleNames } from '../../title-names.ts';
import { rejectedTitles } from '../../../operate/feeds/rejected-titles.ts';

/** Prints the waiting titles of each feed, the oldest first. */
export function printWaiting(
  { printer, io, command }: Session,
  table: string,
  feeds: readonly NamedFeed[],
  names: TitleNames,
): void {
  printer.json({
    table,
    feeds: feeds.map(({ feed, watermark, deferred }) => ({
      feed,
      watermark: watermark?.watermark ?? null,
      waiting: waitingTitles(deferred).map((title) => titleAsJson(title, names)),
    })),
  });
  const titles = feeds.flatMap(({ deferred }) => waitingTitles(deferred));
  if (titles.length === 0) {
    printer.result('no titles are waiting');
    return;
  }
  const rows = titles.map(({ feed, titleId, since, runs, error }) => [
    feed,
    nameTitle(titleId, names),
    formatMoment(new Date(since)),
    duration(Math.max(0, io.now() - Date.parse(since))),
    String(runs),
    error,
  ]);
  const heads = ['feed', 'title', 'since', 'waiting', 'runs', 'last error'];
  printer.result(formatTable(heads, rows, printer.style));
  for (const line of meanings(titles)) printer.note(line);
  const isOne = titles.length === 1;
  const nextRun = titles.every(({ feed }) => feed === 'catalogue')
    ? `The next sweep asks for the oldest ${MAX_WAITING_PER_RUN}`
    : `The next run over a feed's open window asks for the oldest ${MAX_WAITING_PER_RUN} of that feed`;
  printer.note(
    `${isOne ? '1 title waits' : `${titles.length} titles wait`}. ${nextRun}. To fetch ${isOne ? 'it' : 'them'} now: ${command('deferred --retry')}`,
  );
}

/** Prints the titles that runs no longer fetch. */
export function printRejected(
  { printer, command }: Session,
  table: string,
  feeds: readonly NamedFeed[],
  names: TitleNames,
): void {
  printer.json({
    table,
    feeds: feeds.flatMap(({ feed, deferred }) => {
      const rejected = rejectedTitles(deferred).map((title) => titleAsJson(title, names));
      return rejected.length === 0 ? [] : [{ feed, rejected }];
    }),
  });
  const titles = feeds.flatMap(({ deferred }) => rejectedTitles(deferred));
  if (titles.length === 0) {
    printer.result('no titles were given up');
    return;
  }
  const rows = titles.map(({ feed, titleId, status, since, deferredAt, runs, error }) => [
    feed,
    nameTitle(titleId, names),
    status,
    formatMoment(new Date(since)),
    deferredAt === undefined ? '' : formatMoment(new Date(deferredAt)),
    String(runs),
    error,
  ]);
  const heads = ['feed', 'title', 'status', 'since', 'given up', 'runs', 'last error'];
  printer.result(formatTable(heads, rows, printer.style));
  for (const line of meanings(titles)) printer.note(line);
  const [were, them, their] = titles.length === 1 ? ['was', 'it', 'its'] : ['were', 'them', 'their'];
  printer.note(
    `${counted(titles.length, 'title', 'titles')} ${were} given up: no run asks for ${them}, unless ${their} feed lists ${them}. To reset ${them}: ${command('deferred --rejected --retry')}`,
  );
}

function titleAsJson(
  { titleId, status, since, runs, error, reason, lastRun, deferredAt, expiresAt }: DeferredItem,
  names: TitleNames,
) {
  const name = names.get(titleId) ?? null;
  return { titleId, name, status, since, runs, error, reason, lastRun, deferredAt, expiresAt };
}

/** Returns the meaning of each distinct error. */
function meanings(titles: readonly DeferredItem[]): string[] {
  return [...new Set(titles.map(({ error }) => error))].flatMap((error) => {
    const summary = adviceFor(error)?.summary;
    return summary === undefined ? [] : [`${error}: ${summary}`];
  });
}
