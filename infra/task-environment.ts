import { fetchConcurrency, type DeploymentConfig } from './config.ts';
import type { FunctionName } from '../workflow/timeouts.ts';

/** What a task needs to know that only the deployment knows. */
export interface DeployedResources {
  readonly streamName: string;
  readonly watchmodeSecretId: string;
}

/** The environment of each task: exactly the keys that its configuration reads. */
export function taskEnvironments(
  config: DeploymentConfig,
  resources: DeployedResources,
): Readonly<Record<FunctionName, Readonly<Record<string, string>>>> {
  const watchmode = {
    WATCHMODE_API_KEY_SECRET_ID: resources.watchmodeSecretId,
    WATCHMODE_BASE_URL: config.watchmodeBaseUrl,
    WATCHMODE_REQUESTS_PER_MINUTE: String(config.watchmodeRequestsPerMinute),
    WATCHMODE_TIMEOUT_MS: String(config.watchmodeTimeoutMs),
  };
  const telemetry = { LOG_LEVEL: config.logLevel, STAGE: config.stage };
  return {
    'list-new-titles': {
      ...watchmode,
      ...telemetry,
      CREDIT_RESERVE: String(config.creditReserve),
      FEED: config.feed,
      FIRST_WINDOW_HOURS: String(config.firstWindowHours),
      REGIONS: config.regions.join(','),
      WINDOW_OVERLAP_MINUTES: String(config.windowOverlapMinutes),
    },
    'fetch-title-details': {
      ...watchmode,
      ...telemetry,
      FETCH_CONCURRENCY: String(fetchConcurrency(config)),
    },
    'check-watchmode': {
      ...watchmode,
      ...telemetry,
      PROBE_TITLE_ID: String(config.probeTitleId),
    },
    'publish-titles': {
      ...telemetry,
      AGGREGATED_RECORD_BYTES: String(config.aggregatedRecordBytes),
      RECORD_AGGREGATION: config.recordAggregation,
      STREAM_NAME: resources.streamName,
    },
    'settle-deferred': {
      ...telemetry,
      MAX_DEFERRALS: String(config.maxDeferrals),
    },
  };
}
