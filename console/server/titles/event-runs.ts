import type { StreamRow } from '../../api/index.ts';
import type { RunModel } from '../runs/run-model.ts';
import { isAbout, listingOf, outcomeIn } from './title-index.ts';
import { runsWithTitles } from './title-story.ts';
import type { ConsoleContext } from '../context.ts';

/**
 * Returns the ids of the runs that may have published an event. There are several if several runs that listed the title
 * ran at that time and no history has the fetch, and none if the runs that are searched are all newer.
 *
 * The time of an event with a record is the time of the fetch, which is also in the history of the run. For other events,
 * all runs that ran at their time are returned.
 */
export async function runsOfEvent(
  context: ConsoleContext,
  { titleId, at, type }: Pick<StreamRow, 'titleId' | 'at' | 'type'>,
): Promise<string[]> {
  // A run fetches neither a title that left a service nor reference data.
  const fetched = type === 'left' ? null : titleId;
  const candidates: RunModel[] = [];
  for (const arn of await runsWithTitles(context)) {
    const model = await context.models.get(arn);
    const { startedAt, endedAt } = model.head();
    const wasAtWork = startedAt <= at && at <= (endedAt ?? Infinity);
    if (wasAtWork && (fetched === null || listingOf(model, fetched) !== undefined)) candidates.push(model);
  }
  if (fetched !== null && candidates.length > 1) {
    for (const model of candidates)
      if (await hasFetched(context, model, fetched, at)) return [model.head().id];
  }
  return candidates.map((model) => model.head().id);
}

async function hasFetched(
  { titles }: ConsoleContext,
  model: RunModel,
  titleId: number,
  at: number,
): Promise<boolean> {
  const listing = listingOf(model, titleId);
  const child = listing === undefined ? undefined : await titles.childWith(model, titleId, listing);
  return (
    child?.visits.some((visit) => isAbout(visit, titleId) && outcomeIn(visit)?.fetchedAt === at) === true
  );
}
