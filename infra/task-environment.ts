import { fetchConcurrency, type DeploymentConfig } from './config.ts';
import { REDRIVE_WAIT_SECONDS } from '../workflow/redrive-policy.ts';
import type { FunctionName } from '../workflow/timeouts.ts';

/** What a task needs to know that only the deployment knows. */
export interface DeployedResources {
  readonly streamName: string;
  readonly progressTable: string;
  readonly watermarkPath: string;
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
  const progress = { PROGRESS_TABLE: resources.progressTable };
  const telemetry = { LOG_LEVEL: config.logLevel, STAGE: config.stage };
  return {
    'list-new-titles': {
      ...watchmode,
      ...progress,
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
      ...progress,
      ...telemetry,
      AGGREGATED_RECORD_BYTES: String(config.aggregatedRecordBytes),
      MAX_DEFERRALS: String(config.maxDeferrals),
      MIN_DEFERRAL_DAYS: String(config.minDeferralDays),
      RECORD_AGGREGATION: config.recordAggregation,
      STREAM_NAME: resources.streamName,
    },
    'judge-failed-run': {
      ...progress,
      ...telemetry,
      FEED: config.feed,
      REDRIVE_WAIT_SECONDS: String(REDRIVE_WAIT_SECONDS),
      REGIONS: config.regions.join(','),
    },
    'measure-progress': {
      ...progress,
      ...telemetry,
      FEED: config.feed,
    },
    'take-over-progress': {
      ...progress,
      ...telemetry,
      WATERMARK_PATH: resources.watermarkPath,
    },
  };
}
