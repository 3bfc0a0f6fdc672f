import type { Listing as ListingOutput, Service } from '../../../events/types.ts';
import { conformsTo } from '../../../events/validate.ts';
import { readCause } from '../../../events/read-cause.ts';
import { titlesIn } from '../../../operate/run/titles-in.ts';
import type { StateVisit } from '../../../operate/run/state-visit.ts';
import { childrenOf } from '../runs/map-run-follower.ts';
import type { RunModel } from '../runs/run-model.ts';
import type { RunModels } from '../runs/run-models.ts';

/** A title's entry in the listing of a run. */
export interface Listing {
  /** Time of the listing in epoch milliseconds. */
  readonly at: number;
  /** Position among all titles of the run. */
  readonly position: number;
}

/** A title that a sweep no longer found on services. */
export interface Departure {
  /** Time of the listing in epoch milliseconds, which is also that of the events. */
  readonly at: number;
  readonly services: readonly Service[];
}

/** Finds a title in the listing of a run; undefined if the run has not listed it. */
export function listingOf(model: RunModel, titleId: number): Listing | undefined {
  for (const { listing, at } of listingsOf(model)) {
    const position = listing.titleIds.indexOf(titleId);
    if (position !== -1) return { at, position };
  }
  return undefined;
}

/** Finds the departure of a title in the listing of a run; undefined if the run has not found any. */
export function departureOf(model: RunModel, titleId: number): Departure | undefined {
  for (const { listing, at } of listingsOf(model)) {
    const { items = [], run } = listing;
    const services = items
      .filter((item) => typeof item === 'object' && 'from' in item)
      .filter((item) => item.titleId === titleId)
      .map(({ from }) => from);
    if (services.length > 0)
      return { at: run.listedAt === undefined ? at : Date.parse(run.listedAt), services };
  }
  return undefined;
}

function* listingsOf(model: RunModel): Generator<{ readonly listing: ListingOutput; readonly at: number }> {
  for (const visit of model.visits) {
    for (const { taskSucceededEventDetails: details, timestamp } of visit.attempts.flat()) {
      const output = details?.output;
      // Most outputs are not a listing: a search for text costs less than parsing them.
      if (output?.includes('"titleIds"') !== true) continue;
      const { Payload: listing } = JSON.parse(output) as { readonly Payload?: unknown };
      if (conformsTo('Listing', listing)) yield { listing, at: timestamp?.getTime() ?? 0 };
    }
  }
}

/** Finds the child execution that has a title. Each child is read once. */
export class TitleIndex {
  /** The titles of each child by ARN. */
  readonly #titles = new Map<string, readonly number[]>();

  constructor(readonly models: RunModels) {}

  /**
   * Returns the child that has a listed title; undefined before it was started. Children are started in the order of
   * the titles: the search begins at the title's position and goes outwards.
   */
  async childWith(
    { mapRuns }: RunModel,
    titleId: number,
    { position }: Listing,
  ): Promise<RunModel | undefined> {
    const { mapRunArn, itemCounts: { total = 0 } = {} } = mapRuns.at(-1) ?? {};
    if (mapRunArn === undefined || total === 0) return undefined;
    const arns = (await childrenOf(this.models, mapRunArn)).map(({ executionArn = '' }) => executionArn);
    const middle = Math.floor((arns.length * position) / total);
    const order = arns
      .map((arn, index) => ({ arn, distance: Math.abs(index - middle) }))
      .sort((a, b) => a.distance - b.distance);
    for (const { arn } of order) {
      if ((await this.#titlesOf(arn)).includes(titleId)) return this.models.get(arn);
    }
    return undefined;
  }

  async #titlesOf(arn: string): Promise<readonly number[]> {
    const known = this.#titles.get(arn);
    if (known !== undefined) return known;
    const { description } = await this.models.get(arn);
    const titles = titlesIn(description.input);
    this.#titles.set(arn, titles);
    return titles;
  }
}

/** True if a visit is about this title alone. */
export function isAbout(visit: StateVisit, titleId: number): boolean {
  return visit.iteration !== undefined && titlesIn(visit.input)[0] === titleId;
}

/** The outcome of a title in one visit. */
export interface VisitOutcome {
  readonly outcome: string;
  readonly reason: string | null;
  readonly record: unknown;
  /** Time of the fetch in epoch milliseconds, which is also the time of the title's event. */
  readonly fetchedAt: number | null;
}

/** Reads the outcome of a title from the output of a visit. */
export function outcomeIn(visit: StateVisit): VisitOutcome | undefined {
  if (visit.output === undefined || visit.exitedAt === undefined) return undefined;
  const value: unknown = JSON.parse(visit.output);
  if (!conformsTo('TitleOutcome', value)) return undefined;
  return value.outcome === 'fetched'
    ? { outcome: 'fetched', reason: null, record: value.record, fetchedAt: Date.parse(value.fetchedAt) }
    : {
        // A title without an answer is deferred, except in an outage of Watchmode.
        outcome: value.outcome === 'unanswered' ? 'deferred' : value.outcome,
        reason: `${value.error}: ${readCause(value.cause).message}`,
        record: undefined,
        fetchedAt: null,
      };
}
