import { DEFAULT_FEED } from '../events/feeds.ts';
import { omitUndefined } from '../events/omit-undefined.ts';
import { TITLES_PER_BATCH } from '../workflow/limits.ts';
import { LOCAL_PROGRESS_TABLES } from '../workflow/names.ts';
import { batchesFor } from '../workflow/pace.ts';
import { REDRIVE_WAIT_SECONDS } from '../workflow/redrive-policy.ts';
import { ACCOUNT } from './account.ts';
import type { RuntimeOptions } from './composition/options.ts';

type Variables = Readonly<Record<string, string>>;

/** The number of batches of ten titles in progress at once against the stand-in. */
const BATCHES_OF_STAND_IN = 10;
/** The default number of requests per minute. Watchmode's responses report the actual limit. */
const REQUESTS_PER_MINUTE = 120;
/** Seconds before the first redrive of a run. With the stand-in, a person is usually watching. */
const REDRIVE_WAIT = { 'stand-in': 15, live: REDRIVE_WAIT_SECONDS } as const;

/** The addresses of the services that the tasks use. */
export interface TaskServices {
  readonly watchmode: { readonly baseUrl: string; readonly apiKey: string };
  /** The variables of the local DynamoDB. */
  readonly dynamodb: Variables;
  /** The variables of the stream; empty for tasks that do not use it. */
  readonly stream: Variables;
  readonly stepFunctions: string;
}

/** Returns the environment of the local tasks. They share one, since each reads only the variables that it needs. */
export function taskEnvironment(
  options: RuntimeOptions,
  { watchmode, dynamodb, stream, stepFunctions }: TaskServices,
): Variables {
  return {
    AWS_REGION: ACCOUNT.region,
    ...dynamodb,
    // After DynamoDB, which accepts the region and credentials of the user's Kinesis.
    ...stream,
    ...rateOf(options),
    ...scopeOf(options),
    AWS_ENDPOINT_URL_SFN: stepFunctions,
    FETCH_CONCURRENCY: String(batchesAtOnce(options) * TITLES_PER_BATCH),
    LOG_LEVEL: 'warn',
    PROGRESS_TABLE: progressTableOf(options),
    REDRIVE_WAIT_SECONDS: String(options.heal?.waitSeconds ?? REDRIVE_WAIT[options.watchmode.kind]),
    STAGE: 'local',
    WATCHMODE_API_KEY: watchmode.apiKey,
    WATCHMODE_BASE_URL: watchmode.baseUrl,
  };
}

/** Returns the configured rate, which applies until a response of Watchmode reports the actual limit. */
function rateOf({ watchmode }: RuntimeOptions): Variables {
  if (watchmode.kind === 'stand-in' || watchmode.requestsPerMinute === undefined) return {};
  return { WATCHMODE_REQUESTS_PER_MINUTE: String(watchmode.requestsPerMinute) };
}

/** Returns the scope of a run whose input does not say it. A task refuses a blank variable. */
function scopeOf({ defaults = {} }: RuntimeOptions): Variables {
  const { feed = DEFAULT_FEED, regions, services, genres, maxCredits } = defaults;
  return {
    FEED: feed,
    ...omitUndefined({
      REGIONS: regions?.join(','),
      SERVICES: services?.join(','),
      GENRES: genres?.join(','),
      MAX_CREDITS: maxCredits?.toString(),
    }),
  };
}

/** Returns the number of batches of ten titles in progress at once. */
export function batchesAtOnce({ watchmode }: RuntimeOptions): number {
  if (watchmode.kind === 'stand-in') return BATCHES_OF_STAND_IN;
  return batchesFor(watchmode.requestsPerMinute ?? REQUESTS_PER_MINUTE);
}

/** Returns the name of the progress table. Watchmode and the stand-in have separate tables. */
export function progressTableOf({ watchmode }: RuntimeOptions): string {
  return LOCAL_PROGRESS_TABLES[watchmode.kind];
}
