import type { StreamRow } from '../api/index.ts';
import { rowOfModel } from './run-list.ts';
import type { RunModel } from './run-model.ts';
import { childWith, isAbout, listingOf, outcomeIn } from './title-index.ts';
import { runsWithTitles } from './title-story.ts';
import type { ConsoleContext } from './context.ts';

/**
 * The ids of the runs that may have published an event: one, unless several that listed its title were at work at its
 * time and none of them tells of that very fetch; none where the runs that were looked into do not reach so far back.
 *
 * The event's time is that of the fetch, which the history of the run has as well.
 */
export async function runsOfEvent(
  context: ConsoleContext,
  { titleId, at }: Pick<StreamRow, 'titleId' | 'at'>,
): Promise<string[]> {
  const candidates: RunModel[] = [];
  for (const id of await runsWithTitles(context)) {
    const model = await context.models.get(context.arns.run(id));
    const { startedAt, endedAt } = rowOfModel(model);
    const wasAtWork = startedAt <= at && at <= (endedAt ?? Infinity);
    if (wasAtWork && listingOf(model, titleId) !== undefined) candidates.push(model);
  }
  if (candidates.length > 1) {
    for (const model of candidates)
      if (await hasFetched(context, model, titleId, at)) return [model.head().id];
  }
  return candidates.map((model) => model.head().id);
}

async function hasFetched(
  context: ConsoleContext,
  model: RunModel,
  titleId: number,
  at: number,
): Promise<boolean> {
  const listing = listingOf(model, titleId);
  const child = listing === undefined ? undefined : await childWith(context, model, titleId, listing);
  return (
    child?.visits.some((visit) => isAbout(visit, titleId) && outcomeIn(visit)?.fetchedAt === at) === true
  );
}
