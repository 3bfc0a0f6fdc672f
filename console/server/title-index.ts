import { conformsTo } from '../../events/validate.ts';
import { readCause } from '../../events/read-cause.ts';
import { titlesIn } from '../../operate/run/titles-in.ts';
import type { StateVisit } from '../../operate/run/state-visit.ts';
import { childrenOf } from './map-run-model.ts';
import type { RunModel } from './run-model.ts';
import type { ConsoleContext } from './context.ts';

/** What a run's listing says of a title. */
export interface Listing {
  /** When the title was listed, epoch milliseconds. */
  readonly at: number;
  /** Its position among all titles of the run. */
  readonly position: number;
}

/** The listing in a run's history that has a title; undefined where none has. */
export function listingOf(model: RunModel, titleId: number): Listing | undefined {
  for (const visit of model.visits) {
    for (const { taskSucceededEventDetails: details, timestamp } of visit.attempts.flat()) {
      const output = details?.output;
      // Most outputs are not a listing: it is cheaper to look than to parse.
      if (output?.includes('"titleIds"') !== true) continue;
      const { Payload: listing } = JSON.parse(output) as { readonly Payload?: unknown };
      if (!conformsTo('Listing', listing)) continue;
      const position = listing.titleIds.indexOf(titleId);
      if (position === -1) continue;
      return { at: timestamp?.getTime() ?? 0, position };
    }
  }
  return undefined;
}

const indexes = new WeakMap<ConsoleContext, TitleIndex>();

/** The index of a context: what it has learnt is kept. */
export function titleIndexOf(context: ConsoleContext): TitleIndex {
  const index = indexes.get(context) ?? new TitleIndex(context);
  indexes.set(context, index);
  return index;
}

/** The child of a run that has a title which the run has listed; undefined before it was started. */
export async function childWith(
  context: ConsoleContext,
  { mapRuns }: RunModel,
  titleId: number,
  { position }: Listing,
): Promise<RunModel | undefined> {
  const { mapRunArn, itemCounts: { total = 0 } = {} } = mapRuns.at(-1) ?? {};
  if (mapRunArn === undefined || total === 0) return undefined;
  return titleIndexOf(context).childOf(mapRunArn, titleId, position / total);
}

/** Finds the children that deal with a title. Which titles a child has is asked once for each child. */
export class TitleIndex {
  readonly #titles = new Map<string, readonly number[]>();

  constructor(readonly context: ConsoleContext) {}

  /**
   * The child of a Map Run that has a title. Children are started in the order of the titles, so that the search
   * begins where the title's position says, and goes outwards from there.
   */
  async childOf(mapRunArn: string, titleId: number, share: number): Promise<RunModel | undefined> {
    const arns = (await childrenOf(this.context, mapRunArn)).map(({ executionArn = '' }) => executionArn);
    const middle = Math.floor(arns.length * share);
    const order = arns
      .map((arn, index) => ({ arn, distance: Math.abs(index - middle) }))
      .sort((a, b) => a.distance - b.distance);
    for (const { arn } of order) {
      if ((await this.#titlesOf(arn)).includes(titleId)) return this.context.models.get(arn);
    }
    return undefined;
  }

  async #titlesOf(arn: string): Promise<readonly number[]> {
    const known = this.#titles.get(arn);
    if (known !== undefined) return known;
    const { description } = await this.context.models.get(arn);
    const titles = titlesIn(description.input);
    this.#titles.set(arn, titles);
    return titles;
  }
}

/** Whether a visit is about one title alone. */
export function isAbout(visit: StateVisit, titleId: number): boolean {
  return visit.iteration !== undefined && titlesIn(visit.input)[0] === titleId;
}

/** What became of a title, as a visit says. */
export interface VisitOutcome {
  readonly outcome: string;
  readonly reason: string | null;
  readonly record: unknown;
  /** When it was fetched, epoch milliseconds: the time that its event carries. */
  readonly fetchedAt: number | null;
}

/** What a visit says became of its title. */
export function outcomeIn(visit: StateVisit): VisitOutcome | undefined {
  if (visit.output === undefined || visit.exitedAt === undefined) return undefined;
  const value: unknown = JSON.parse(visit.output);
  if (!conformsTo('TitleOutcome', value)) return undefined;
  return value.outcome === 'fetched'
    ? { outcome: 'fetched', reason: null, record: value.record, fetchedAt: Date.parse(value.fetchedAt) }
    : {
        // What had no answer through all attempts is deferred, unless Watchmode answers to none.
        outcome: value.outcome === 'unanswered' ? 'deferred' : value.outcome,
        reason: `${value.error}: ${readCause(value.cause).message}`,
        record: undefined,
        fetchedAt: null,
      };
}
