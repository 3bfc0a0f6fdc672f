import type { RunRow, StreamRow, TitleChapter, TitleStory } from '../api/index.ts';
import { differences } from './differences.ts';
import { idOf } from './ids.ts';
import { newestRuns, rowOfModel } from './run-list.ts';
import type { RunModel } from './run-model.ts';
import { childWith, isAbout, listingOf, outcomeIn } from './title-index.ts';
import type { ConsoleContext } from './context.ts';

/** How many of the newest runs are looked into for a title. */
const RUNS = { local: 60, aws: 15 };

/** The ids of the newest runs, as many as are looked into for a title. */
export function runsWithTitles(context: ConsoleContext): Promise<string[]> {
  return newestRuns(context, context.sfn.target.isLocal ? RUNS.local : RUNS.aws);
}

/** A chapter and the record that it is about. */
interface Draft {
  readonly chapter: TitleChapter;
  readonly record: unknown;
}

/** What happened to a title in every run that had it, the newest first. */
export async function tellStory(context: ConsoleContext, titleId: number): Promise<TitleStory> {
  const ids = await runsWithTitles(context);
  const published = context.stream?.ofTitle(titleId) ?? [];
  const chapters: TitleChapter[] = [];
  let before: unknown;
  // The oldest first: a record is compared with the one before it.
  for (const id of ids.toReversed()) {
    const draft = await chapterOf(
      context,
      await context.models.get(context.arns.run(id)),
      titleId,
      published,
    );
    if (draft === undefined) continue;
    const { chapter, record } = draft;
    const changes = before === undefined || record === undefined ? [] : differences(before, record);
    if (record !== undefined) before = record;
    chapters.push({ ...chapter, changes, waited: chapters.at(-1)?.outcome === 'deferred' });
  }
  const newest = published.at(-1);
  const {
    title = newest?.title ?? null,
    year = newest?.year ?? null,
    type = newest?.kind ?? null,
  } = (before ?? {}) as {
    title?: string;
    year?: number | null;
    type?: string;
  };
  return { id: titleId, title, year, kind: type, chapters: chapters.reverse(), runsLookedInto: ids.length };
}

async function chapterOf(
  context: ConsoleContext,
  model: RunModel,
  titleId: number,
  published: readonly StreamRow[],
): Promise<Draft | undefined> {
  const listing = listingOf(model, titleId);
  if (listing === undefined) return undefined;
  const run = rowOfModel(model);
  const child = await childWith(context, model, titleId, listing);
  const base = { run, waited: false, listedAt: listing.at, changes: [] };
  if (child === undefined) {
    const none = {
      child: null,
      visits: [],
      outcome: 'listed',
      reason: null,
      record: null,
      events: [],
      publish: null,
    } as const;
    return { chapter: { ...base, ...none }, record: undefined };
  }
  const visits = child.visits.filter((visit) => isAbout(visit, titleId));
  const outcomes = visits.map(outcomeIn).filter((outcome) => outcome !== undefined);
  const last = outcomes.at(-1);
  // An event carries the moment of its fetch: that tells it from those of a run that was at work meanwhile.
  const fetchedAt = new Set(outcomes.map((outcome) => outcome.fetchedAt));
  const events = published.filter(({ at }) => fetchedAt.has(at));
  return {
    chapter: {
      ...base,
      child: idOf(child.arn),
      visits: visits.map((visit) => child.row(visit)),
      outcome: outcomeOf(last?.outcome, child),
      reason:
        last?.reason ??
        visits.findLast(({ failures }) => failures.length > 0)?.failures.at(-1)?.message ??
        null,
      record: last?.record === undefined ? null : JSON.stringify(last.record),
      events,
      publish: publishOf(run, child, last?.outcome, events),
    },
    record: last?.record,
  };
}

function outcomeOf(outcome: string | undefined, child: RunModel): TitleChapter['outcome'] {
  if (outcome === 'fetched' || outcome === 'skipped' || outcome === 'deferred') return outcome;
  return child.running ? 'running' : 'failed';
}

function publishOf(
  run: RunRow,
  child: RunModel,
  outcome: string | undefined,
  events: readonly StreamRow[],
): TitleChapter['publish'] {
  if (outcome !== 'fetched') return null;
  if (events.length > 0) return 'published';
  if (run.dryRun) return 'dry run';
  // The stream may not reach back so far; the history says that the batch was published.
  return child.description.status === 'SUCCEEDED' ? 'published' : 'not published';
}
