import { serviceOfSection } from '../../../../../events/sections.ts';
import type { ExecutionInput, Listing, ProgressItem, ReferenceItem } from '../../../../../events/types.ts';
import { findViolations } from '../../../../../events/validate.ts';
import { createListNewTitles } from '../../../../../tasks/list-new-titles/list-new-titles.ts';
import type { ListNewTitlesSettings } from '../../../../../tasks/list-new-titles/listing-ports.ts';
import { createSaveSweep } from '../../../../../tasks/save-sweep/save-sweep.ts';
import type { TitlesQuery } from '../../../../../tasks/shared/watchmode/listings.ts';
import type { AccountStatus, TitlesPage } from '../../../../../tasks/shared/watchmode/responses.ts';
import { fakeWatchmode } from '../../../support/fake-watchmode.ts';
import { memoryProgress } from '../../../support/memory-progress.ts';
import { FakeClock, invocation, recordedTelemetry } from '../../../support/ports.ts';
import { LISTING_SETTINGS } from '../../support/listing-settings.ts';

const TODAY = '2026-11-24T05:00:00.000Z';

const kindOf = (kind: 'source' | 'genre' | 'region', entries: ReferenceItem['entries']): ReferenceItem => ({
  feed: 'catalogue',
  item: `reference#${kind}`,
  fetchedAt: '2026-11-24T00:00:05.000Z',
  entries,
  unpublished: [],
});

export const SOURCES = kindOf('source', [
  { id: 157, name: 'BBC iPlayer', type: 'free', regions: ['GB'] },
  { id: 203, name: 'Netflix', type: 'sub', regions: ['GB', 'US'] },
  { id: 307, name: 'Hulu', type: 'sub', regions: ['US'] },
  { id: 418, name: '5', type: 'free', regions: ['GB'] },
  { id: 500, name: 'Sky Go', type: 'tve', regions: ['GB'] },
  { id: 501, name: 'Sky Go', type: 'tve', regions: ['DE'] },
  { id: 600, name: 'Twins', type: 'sub', regions: ['GB'] },
  { id: 601, name: 'TWINS', type: 'sub', regions: ['GB'] },
]);
export const GENRES = kindOf('genre', [
  { id: 4, name: 'Comedy' },
  { id: 7, name: 'Drama' },
]);
export const REGIONS = kindOf('region', [
  { region: 'DE', name: 'Germany', isOnPlan: false },
  { region: 'GB', name: 'United Kingdom', isOnPlan: true },
  { region: 'US', name: 'United States', isOnPlan: true },
]);
export const REFERENCE = [SOURCES, GENRES, REGIONS];

export const arnOf = (name: string) =>
  `arn:aws:states:eu-west-2:123456789012:execution:title-ingestion:${name}`;

/** Something that a test does to a request for a page: an error, another answer, or a change of the catalogue. */
export type Meddle = (query: TitlesQuery, answer: () => TitlesPage) => TitlesPage | Error;

/** A Watchmode whose services have some titles, a progress table, and runs over them. */
export class SweepingWorld {
  readonly progress;
  readonly clock = new FakeClock(TODAY);
  /** The titles by the key of the section, in the order of the listing. */
  readonly catalogue: Record<string, number[]>;
  readonly requests: TitlesQuery[] = [];
  readonly atWork = new Set<string>();
  readonly failed = new Set<string>();
  meddle: Meddle = (_, answer) => answer();
  status: AccountStatus = { quota: 2_500, quotaUsed: 0 };
  settings: Partial<ListNewTitlesSettings> = {};
  readonly lines;
  readonly #telemetry;

  constructor(
    catalogue: Record<string, number[]> = {},
    items: readonly ProgressItem[] = REFERENCE,
    readonly pageLimit = 3,
  ) {
    this.catalogue = catalogue;
    this.progress = memoryProgress(...items);
    const { telemetry, lines } = recordedTelemetry(this.clock);
    this.#telemetry = telemetry;
    this.lines = lines;
  }

  /** Runs list-new-titles for an execution. */
  async list(input: ExecutionInput = {}, name = 'own'): Promise<Listing> {
    const watchmode = fakeWatchmode({
      status: this.status,
      serverTime: this.clock.now(),
      listTitles: (query) => {
        this.requests.push(query);
        const answer = this.meddle(query, () => this.#page(query));
        return answer instanceof Error ? Promise.reject(answer) : answer;
      },
    });
    const task = createListNewTitles({
      watchmode,
      progress: this.progress,
      executions: {
        isAtWork: (arn) => Promise.resolve(this.atWork.has(arn)),
        hasFailed: (arn) => Promise.resolve(this.failed.has(arn)),
      },
      clock: this.clock,
      telemetry: this.#telemetry,
      settings: { ...LISTING_SETTINGS, pageLimit: this.pageLimit, ...this.settings },
    });
    const executionInput = { feed: 'catalogue', services: ['Netflix'], ...input };
    if (input.titleIds !== undefined || this.settings.services !== undefined) {
      if (input.services === undefined) delete (executionInput as ExecutionInput).services;
    }
    const listing = await task(
      { executionInput, executionArn: arnOf(name), startedAt: '2026-11-24T05:00:00.000Z' },
      invocation(600_000),
    );
    const violations = findViolations('Listing', listing);
    if (violations.length > 0) throw new Error(`not a Listing: ${JSON.stringify(violations)}`);
    return listing;
  }

  /** Saves a sweep, as the run does after its titles are published. */
  save({ run }: Listing, name = 'own'): Promise<unknown> {
    const { sweep, listedAt } = run;
    const input = { executionArn: arnOf(name), sections: sweep?.sections, listedAt };
    return createSaveSweep({ progress: this.progress, telemetry: this.#telemetry })(input, invocation());
  }

  /** Sweeps and saves, as a whole run does, and lets an hour pass. */
  async sweep(name: string, input: ExecutionInput = {}): Promise<Listing> {
    const listing = await this.list(input, name);
    await this.save(listing, name);
    await this.clock.sleep(3_600_000);
    return listing;
  }

  #page({ region, sourceId, type, genres, page, limit }: TitlesQuery): TitlesPage {
    const key = [
      `${region}:${sourceId}`,
      ...(type === undefined ? [] : [type]),
      ...(genres === undefined ? [] : [`genres=${genres.join(',')}`]),
    ].join(':');
    const titles = this.catalogue[key];
    if (titles === undefined) throw new Error(`the test has no ${key} (${serviceOfSection(key)})`);
    return {
      titles: titles.slice((page - 1) * limit, page * limit).map((id) => ({ id })),
      page,
      total_results: titles.length,
      total_pages: Math.ceil(titles.length / limit),
    };
  }
}

export const NETFLIX = 'GB:203';
export const IPLAYER = 'GB:157';

export const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

/** A title of the feed that waits for its next run. */
export const deferredTitle = (titleId: number) => ({
  feed: 'catalogue' as const,
  item: `deferred#${titleId}`,
  titleId,
  status: 'waiting' as const,
  since: '2026-11-23T05:00:00.000Z',
  runs: 1,
  error: 'Watchmode.Unavailable',
});
