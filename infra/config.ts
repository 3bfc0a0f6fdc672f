import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { FEEDS } from '../events/feeds.ts';
import { findRegionProblem } from '../events/regions.ts';
import { TITLE_TYPES } from '../events/title-types.ts';
import { STAGE } from '../workflow/names.ts';
import { findScheduleProblem } from '../workflow/schedule.ts';
import { TITLES_PER_BATCH } from '../workflow/limits.ts';
import { batchesFor, MAX_BATCHES_AT_ONCE } from '../workflow/pace.ts';
import * as is from './settings/setting.ts';
import type { Setting } from './settings/setting.ts';

/** The retention times of CloudWatch Logs, except unlimited. */
const LOG_RETENTION_DAYS = Object.values(RetentionDays)
  .filter((days) => typeof days === 'number')
  .filter((days) => days !== RetentionDays.INFINITE);

const SCHEDULE = is.readBy(
  (expression) => findScheduleProblem(expression, 'UTC'),
  'cron(minutes hours day-of-month month day-of-week year) or rate(value unit)',
);

/**
 * The settings of a deployment. `stages.ts` has the values of each stage; `-c key=value` overrides one for a single
 * command. `cdk.json` names the default stage.
 */
export const SETTINGS = {
  /** The name of the deployment, which distinguishes those in one account. All names except those of `prod` end in it. */
  stage: is.text(STAGE.pattern, STAGE.rule),
  /** The AWS account of the stage; empty: the account of the credentials. */
  awsAccount: is.text(/^$|^\d{12}$/, 'an AWS account ID of 12 digits, or nothing'),
  /** The AWS Region of the stage; empty: the Region of the credentials. */
  awsRegion: is.text(/^$|^[a-z]{2,}(-[a-z]+)+-\d$/, 'an AWS Region, for example eu-west-2, or nothing'),
  /**
   * The plan at Watchmode, whose terms decide for how long its data may be kept; see docs/terms.md. The settings of
   * retention can only shorten that.
   */
  plan: is.oneOf(['free', 'paid']),
  /** The schedule of runs, in EventBridge Scheduler's syntax. */
  scheduleExpression: SCHEDULE,
  /** The time zone of the schedules. */
  scheduleTimeZone: is.timeZone(),
  /**
   * The schedule of sweeps beside that of the other feed, in the same time zone: a run of the feed catalogue at each time;
   * empty for none. A deployment whose own feed is catalogue has only scheduleExpression.
   */
  sweepSchedule: is.textOrNothing(SCHEDULE),
  /** True if the schedules start executions. A disabled schedule still exists. */
  scheduleEnabled: is.flag(),
  /** True if failed and timed-out runs are redriven automatically. Otherwise redrive-failed-run can be started by hand. */
  redriveFailedRuns: is.flag(),
  /** The Watchmode listing of a run whose input names none. */
  feed: is.oneOf(FEEDS),
  /** The countries whose sources are kept, ISO 3166-1 alpha-2. */
  regions: is.listOf(
    findRegionProblem,
    'ISO 3166-1 country codes in upper case, each once, separated by commas, for example GB,IE',
  ),
  /** The services that a sweep lists in each of the regions, if its input names none: Watchmode's names or IDs. */
  services: is.listOrNothing(
    findReferenceProblem,
    'names or IDs of services, each once, separated by commas',
  ),
  /** The genres to which a sweep is restricted, if its input names none: names or IDs; empty for all. */
  genres: is.listOrNothing(findReferenceProblem, 'names or IDs of genres, each once, separated by commas'),
  /** The types of titles to which a scheduled sweep is restricted; empty for all. Each type is listed by itself. */
  sweepTypes: is.listOrNothing(findTypeProblem, `${TITLE_TYPES.join(', ')}, each once, separated by commas`),
  /**
   * The number of Watchmode credits that a run may spend, if its input has no limit. A run whose estimate is higher is
   * refused before the first credit. `none`: what the account has left, less the reserve.
   */
  maxCredits: is.integerOr('none', 1, 1_000_000_000),
  /** The overlap of a run's window before the watermark, in minutes. */
  windowOverlapMinutes: is.integer(0, 10_080),
  /** The length of the first run's window, without a watermark, in hours. */
  firstWindowHours: is.integer(1, 8_760),
  /** Watchmode credits that a run must leave untouched. */
  creditReserve: is.integer(0, 10_000_000),
  /** The base URL of Watchmode. */
  watchmodeBaseUrl: is.httpsUrl(),
  /** The timeout of a request to Watchmode, in milliseconds. */
  watchmodeTimeoutMs: is.integer(1_000, 60_000),
  /** The plan's limit of requests a minute, used until Watchmode's own headers announce it. */
  watchmodeRequestsPerMinute: is.integer(1, 10_000),
  /**
   * The number of batches of ten titles (child executions of the Map Run) at once. `auto`: as many as use all of
   * watchmodeRequestsPerMinute.
   */
  batchesAtOnce: is.integerOr('auto', 1, MAX_BATCHES_AT_ONCE),
  /** The title whose details show whether Watchmode answers. */
  probeTitleId: is.integer(1, 2_147_483_647),
  /** The number of runs that must have deferred a title before it is given up. */
  maxDeferrals: is.integer(1, 99),
  /** The number of days that a title must have waited before it is given up. */
  minDeferralDays: is.integer(0, 90),
  /** The memory of each Lambda function, which determines its share of a processor, in MB. */
  taskMemoryMb: is.integer(128, 10_240),
  /** The least severe messages that the tasks log. */
  logLevel: is.oneOf(['debug', 'info', 'warn', 'error']),
  /** The retention time of logs, in days. */
  logRetentionDays: is.integerOf(LOG_RETENTION_DAYS),
  /** The capacity mode of the stream. */
  streamMode: is.oneOf(['on-demand', 'provisioned']),
  /** The number of shards of a provisioned stream. An on-demand stream scales by itself. */
  streamShards: is.integer(1, 500),
  /** The retention time of records in the stream, in hours. */
  streamRetentionHours: is.integer(24, 8_760),
  /**
   * The number of days after its last event at which a title expires from the catalogue. `auto`: as the plan allows, which
   * is 30 days on the free one, and until the title leaves on a paid one.
   */
  catalogueKeepDays: is.integerOr('auto', 1, 3_650),
  /** One Kinesis record a title, or many titles in one record in the KPL format. */
  recordAggregation: is.oneOf(['none', 'kpl']),
  /** The largest record with kpl, in bytes. A record is billed in units of 25 KB. */
  aggregatedRecordBytes: is.integer(1_024, 1_000_000),
  /** True if the shared stack and the progress table are protected from deletion. */
  terminationProtection: is.flag(),
  /**
   * The lag of the watermark at which the alarm watermark-behind goes off, in hours: the schedule's interval plus the
   * duration of a long run.
   */
  watermarkLagHours: is.integer(1, 8_760),
  /** The age of the last complete sweep at which the alarm sweep-behind goes off, in hours. */
  sweepLagHours: is.integer(1, 8_760),
  /** The number of Watchmode credits left this month below which the alarm credits-low goes off; 0: never. */
  lowCredits: is.integer(0, 10_000_000),
  /** The e-mail address for alarms; empty for none. */
  alarmEmail: is.text(/^$|^[^\s@]+@[^\s@]+\.[^\s@]+$/, 'an e-mail address, or nothing'),
} as const;

/** Returns the problem of a service or genre: a name as Watchmode has it, or an ID. */
function findReferenceProblem(item: unknown): string | undefined {
  const isName = typeof item === 'string' && /^[^\s,]([^,]{0,98}[^\s,])?$/.test(item);
  return isName
    ? undefined
    : 'must be a name or an ID: text of at most 100 characters, without a comma or spaces around it';
}

function findTypeProblem(item: unknown): string | undefined {
  return TITLE_TYPES.some((type) => type === item) ? undefined : 'is not a type of title';
}

type SettingName = keyof typeof SETTINGS;
type ValueOf<S> = S extends Setting<infer Value> ? Value : never;

/** A deployment's settings, each validated. */
export type DeploymentConfig = { readonly [Name in SettingName]: ValueOf<(typeof SETTINGS)[Name]> };

/** Returns the number of batches at once: the setting, or the number for the rate. */
export const batchesAtOnce = (config: DeploymentConfig): number =>
  config.batchesAtOnce === 'auto' ? batchesFor(config.watchmodeRequestsPerMinute) : config.batchesAtOnce;

/** Returns the number of titles fetched at once, in all batches together. */
export const fetchConcurrency = (config: DeploymentConfig): number =>
  batchesAtOnce(config) * TITLES_PER_BATCH;
