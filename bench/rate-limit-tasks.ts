import type { PutRecordsCommandInput } from '@aws-sdk/client-kinesis';
import type { HostedFunctions } from '../local/stepfunctions/index.ts';
import { createHandler as createCheckWatchmode } from '../tasks/check-watchmode/handler.ts';
import { createHandler as createFetchTitleDetails } from '../tasks/fetch-title-details/handler.ts';
import { parseConfig as parseListConfig } from '../tasks/list-new-titles/config.ts';
import { createListNewTitles } from '../tasks/list-new-titles/list-new-titles.ts';
import { createPublishTitles } from '../tasks/publish-titles/publish-titles.ts';
import { createPublisher, type PublisherPorts } from '../tasks/shared/stream/publisher.ts';
import { composeWatchmode } from '../tasks/shared/adapters/watchmode.ts';
import { listings } from '../tasks/shared/watchmode/listings.ts';
import type { Clock } from '../tasks/shared/ports.ts';
import type { PublishedTitles } from '../tasks/shared/progress/published-titles.ts';
import type { ProgressTable } from '../tasks/shared/progress/progress-table.ts';
import { createTelemetry } from '../tasks/shared/telemetry/telemetry.ts';
import type { Fetch, FetchResponse } from '../tasks/shared/watchmode/http.ts';
import { TITLES_PER_BATCH } from '../workflow/limits.ts';
import { TASKS } from '../workflow/tasks.ts';
import { MINUTE_MS } from '../events/instant.ts';

export const TITLES_A_BATCH = TITLES_PER_BATCH;

const PAGE_TITLES = 250;
const FIRST_TITLE_ID = 1_000_001;
/** Response times of Watchmode and Kinesis. */
const ANSWER_MS = 400;
const PUT_MS = 600;

/** A Watchmode without a network. It lists some titles and refuses requests above its limit in any minute. */
export class WatchmodeOnClock {
  /** The number of requests answered with 429. */
  refused = 0;
  /** The time of the first request for a title, in milliseconds of the clock. */
  firstTitleAt: number | undefined;
  readonly #clock: Clock;
  readonly #titles: number;
  readonly #requestsPerMinute: number;
  /** The times of the last minute's requests for titles, in milliseconds of the clock. */
  #recent: number[] = [];

  constructor(
    clock: Clock,
    { titles, requestsPerMinute }: { readonly titles: number; readonly requestsPerMinute: number },
  ) {
    this.#clock = clock;
    this.#titles = titles;
    this.#requestsPerMinute = requestsPerMinute;
  }

  readonly fetch: Fetch = async (address) => {
    const url = new URL(address);
    const now = this.#clock.monotonic();
    const titleId = Number(/\/title\/(\d+)\/details$/.exec(url.pathname)?.[1] ?? Number.NaN);
    await this.#clock.sleep(ANSWER_MS);
    if (url.pathname.endsWith('/status')) return answer(200, { quota: 1_000_000, quotaUsed: 0 });
    if (url.pathname.includes('/changes/'))
      return answer(200, this.#page(Number(url.searchParams.get('page'))));
    this.firstTitleAt ??= now;
    this.#recent = [...this.#recent.filter((at) => now - at < MINUTE_MS), now];
    if (this.#recent.length > this.#requestsPerMinute) {
      this.refused += 1;
      return answer(429, { success: false, statusCode: 429, statusMessage: 'Over the rate limit' });
    }
    return answer(200, { id: titleId, title: `Title ${titleId}`, type: 'movie', sources: [] });
  };

  #page(page: number): object {
    const first = (page - 1) * PAGE_TITLES;
    const length = Math.max(0, Math.min(PAGE_TITLES, this.#titles - first));
    return {
      titles: Array.from({ length }, (_, index) => FIRST_TITLE_ID + first + index),
      page,
      total_results: this.#titles,
      total_pages: Math.ceil(this.#titles / PAGE_TITLES),
    };
  }
}

function answer(status: number, body: object): FetchResponse {
  return { status, headers: { get: () => null }, text: () => Promise.resolve(JSON.stringify(body)) };
}

/** The settings of the measured tasks. */
interface TaskSettings {
  readonly progress: ProgressTable;
  readonly batchesAtOnce: number;
  readonly requestsPerMinute: number;
  readonly feed: string;
}

/** Returns the tasks that ingest titles, with this Watchmode and a stream that accepts every record. */
export function tasksOf(
  watchmode: WatchmodeOnClock,
  clock: Clock,
  { progress, batchesAtOnce, requestsPerMinute, feed }: TaskSettings,
): HostedFunctions {
  const writeLine = () => undefined;
  const overrides = { clock, writeLine, fetch: watchmode.fetch };
  const env = {
    ...{ AWS_REGION: 'eu-west-2', STAGE: 'bench', LOG_LEVEL: 'warn' },
    ...{ WATCHMODE_BASE_URL: 'https://watchmode.invalid/v1', WATCHMODE_API_KEY: 'made-up' },
    WATCHMODE_REQUESTS_PER_MINUTE: String(requestsPerMinute),
  };
  const telemetry = createTelemetry({ task: 'bench', stage: 'bench', level: 'warn', clock, writeLine });
  const shared = { progress, clock, telemetry };
  const listing = parseListConfig({ ...env, FEED: feed, PROGRESS_TABLE: 'unused: the table is given' });
  const { requestsPerMinute: allowed = null } = listing;
  const publish = createPublisher({
    client: takesAll(clock),
    streamName: 'titles',
    clock,
    random: () => 0.5,
  });
  const handlers = {
    'list-new-titles': createListNewTitles({
      ...shared,
      watchmode: composeWatchmode(listing, { ...overrides, telemetry }, listings),
      // There is only one run, so no other run has the open window.
      executions: { isAtWork: () => Promise.resolve(false), hasFailed: () => Promise.resolve(false) },
      settings: { ...listing, requestsPerMinute: allowed },
    }),
    'fetch-title-details': createFetchTitleDetails(
      { ...env, FETCH_CONCURRENCY: String(batchesAtOnce * TITLES_PER_BATCH) },
      overrides,
    ),
    'check-watchmode': createCheckWatchmode(env, overrides),
    'publish-titles': createPublishTitles({
      publishedTitles: NONE_PUBLISHED,
      ...{ ...shared, publish, limits: { maxRuns: 7, minDays: 3 } },
      records: { aggregation: 'none', aggregatedRecordBytes: 51_200 },
    }),
  };
  return Object.fromEntries(
    Object.entries(handlers).map(([name, handler]) => [
      name,
      { handler, timeoutMs: 1_000 * TASKS[name as keyof typeof handlers].timeoutSeconds },
    ]),
  );
}

/** Keeps no list: no title of the benchmark is unknown to Watchmode. */
const NONE_PUBLISHED: PublishedTitles = {
  add: () => Promise.resolve(),
  among: () => Promise.resolve([]),
  remove: () => Promise.resolve(),
};

function takesAll(clock: Clock): PublisherPorts['client'] {
  const send = async ({ input }: { readonly input: PutRecordsCommandInput }) => {
    await clock.sleep(PUT_MS);
    const Records = (input.Records ?? []).map((_, index) => ({
      ShardId: 'shardId-000000000000',
      SequenceNumber: String(index + 1),
    }));
    return { Records, FailedRecordCount: 0, $metadata: {} };
  };
  return { send };
}
