import type { RunRow, StreamRow, TitleChapter, TitleDeparture, TitleStory } from '../../api/index.ts';
import { placeOfService } from '../../../events/sections.ts';
import { differences } from './differences.ts';
import { idOf } from '../ids.ts';
import { readServiceNames } from './service-names.ts';
import { rowOfModel } from '../runs/run-lists.ts';
import type { RunModel } from '../runs/run-model.ts';
import { departureOf, isAbout, listingOf, outcomeIn } from './title-index.ts';
import { SourceNames } from '../../../operate/stream/source-names.ts';
import type { ConsoleContext } from '../context.ts';

/** The number of the newest runs that are searched for a title. */
const RUNS = { local: 60, aws: 15 };

/** Returns the ARNs of the runs that are searched for a title, the newest first. */
export function runsWithTitles(context: ConsoleContext): Promise<string[]> {
  return context.runs.newest(context.sfn.target.isLocal ? RUNS.local : RUNS.aws);
}

/** Reads the stream. Returns the reason why it cannot be read, without which runs alone tell of a title; or null. */
export async function readStreamIn(context: ConsoleContext): Promise<string | null> {
  const { stream } = context;
  try {
    await stream?.read();
    return stream === null ? 'this console has no stream' : null;
  } catch (error) {
    return context.explain(error, 'Kinesis');
  }
}

/** A chapter and its record. */
interface Draft {
  readonly chapter: TitleChapter;
  readonly record: unknown;
}

/** Tells the history of a title, one chapter for each run that listed it, the newest first. */
export async function tellStory(context: ConsoleContext, titleId: number): Promise<TitleStory> {
  const arns = await runsWithTitles(context);
  const streamProblem = await readStreamIn(context);
  const published = context.stream?.ofTitle(titleId) ?? [];
  const chapters: TitleChapter[] = [];
  const models: RunModel[] = [];
  let before: unknown;
  // The oldest first, because a record is compared with the one before it.
  for (const arn of arns.toReversed()) {
    const model = await context.models.get(arn);
    models.unshift(model);
    const draft = await chapterOf(context, model, titleId, published);
    if (draft === undefined) continue;
    const { chapter, record } = draft;
    const changes = before === undefined || record === undefined ? [] : differences(before, record);
    if (record !== undefined) before = record;
    chapters.push({ ...chapter, changes, waited: chapters.at(-1)?.outcome === 'deferred' });
  }
  const newest = published.findLast(({ title }) => title !== null);
  const {
    title = newest?.title ?? (await context.names.find([titleId])).get(titleId) ?? null,
    year = newest?.year ?? null,
    type = newest?.kind ?? null,
  } = (before ?? {}) as {
    title?: string;
    year?: number | null;
    type?: string;
  };
  const runsLookedInto = arns.length;
  return {
    id: titleId,
    title,
    year,
    kind: type,
    chapters: chapters.reverse(),
    notices: published.filter(({ note }) => note !== null).reverse(),
    departures: await departuresIn(context, models, titleId, published),
    runsLookedInto,
    streamProblem,
  };
}

/** Returns the departures of a title that only the runs tell of: their events are not among those that were read. */
async function departuresIn(
  context: ConsoleContext,
  models: readonly RunModel[],
  titleId: number,
  published: readonly StreamRow[],
): Promise<TitleDeparture[]> {
  const found = models.flatMap((model) => {
    const departure = departureOf(model, titleId);
    const isOnStream = published.some(({ type, at }) => type === 'left' && at === departure?.at);
    return departure === undefined || isOnStream ? [] : [{ ...departure, run: rowOfModel(model) }];
  });
  if (found.length === 0) return [];
  const { catalogue, tables, options } = context;
  const names = new SourceNames();
  for (const service of await readServiceNames(catalogue, tables, options.stateMachineArn))
    names.add(service);
  return found.map(({ run, at, services }) => ({
    ...{ run: run.id, name: run.name, at },
    services: services.map((service) => {
      const { region, sourceId } = placeOfService(service);
      return `${names.of(sourceId)}, ${region}`;
    }),
  }));
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
  const child = await context.titles.childWith(model, titleId, listing);
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
  // The time of the fetch tells the events of this run from those of a concurrent run.
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
  // The event may be older than the stream; the history shows that the batch was published.
  return child.description.status === 'SUCCEEDED' ? 'published' : 'not published';
}
