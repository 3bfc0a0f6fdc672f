import { fetchConcurrency, type DeploymentConfig } from '../config.ts';
import { REDRIVE_WAIT_SECONDS } from '../../workflow/redrive-policy.ts';
import { scheduledFeeds } from '../settings/sweeps.ts';
import { TASKS, type EnvironmentKey, type TaskName } from '../../workflow/tasks.ts';

/** The names of deployed resources that tasks need. */
export interface DeployedResources {
  readonly streamName: string;
  readonly progressTable: string;
  readonly watermarkPath: string;
  readonly watchmodeSecretId: string;
}

/** Returns the environment variables of a task that the table of tasks names, without those that are empty. */
export function taskEnvironment(
  task: TaskName,
  config: DeploymentConfig,
  resources: DeployedResources,
): Readonly<Record<string, string>> {
  const values: Readonly<Record<EnvironmentKey, string>> = {
    AGGREGATED_RECORD_BYTES: String(config.aggregatedRecordBytes),
    CREDIT_RESERVE: String(config.creditReserve),
    FEED: config.feed,
    FETCH_CONCURRENCY: String(fetchConcurrency(config)),
    FIRST_WINDOW_HOURS: String(config.firstWindowHours),
    GENRES: config.genres.join(','),
    LOG_LEVEL: config.logLevel,
    MAX_CREDITS: config.maxCredits === 'none' ? '' : String(config.maxCredits),
    MAX_DEFERRALS: String(config.maxDeferrals),
    MEASURED_FEEDS: scheduledFeeds(config).join(','),
    MIN_DEFERRAL_DAYS: String(config.minDeferralDays),
    PROBE_TITLE_ID: String(config.probeTitleId),
    PROGRESS_TABLE: resources.progressTable,
    RECORD_AGGREGATION: config.recordAggregation,
    REDRIVE_WAIT_SECONDS: String(REDRIVE_WAIT_SECONDS),
    REGIONS: config.regions.join(','),
    SERVICES: config.services.join(','),
    STAGE: config.stage,
    STREAM_NAME: resources.streamName,
    WATCHMODE_API_KEY_SECRET_ID: resources.watchmodeSecretId,
    WATCHMODE_BASE_URL: config.watchmodeBaseUrl,
    WATCHMODE_REQUESTS_PER_MINUTE: String(config.watchmodeRequestsPerMinute),
    WATCHMODE_TIMEOUT_MS: String(config.watchmodeTimeoutMs),
    WATERMARK_PATH: resources.watermarkPath,
    WINDOW_OVERLAP_MINUTES: String(config.windowOverlapMinutes),
  };
  // A task refuses a blank variable.
  const given = TASKS[task].environment.filter((key) => values[key] !== '');
  return Object.fromEntries(given.map((key) => [key, values[key]]));
}
