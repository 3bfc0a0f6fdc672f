import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { FEEDS } from '../events/feeds.ts';
import { findRegionProblem } from '../events/regions.ts';
import { STAGE } from '../workflow/names.ts';
import { findScheduleProblem } from '../workflow/schedule.ts';
import { TITLES_PER_BATCH } from '../workflow/limits.ts';
import { batchesFor, MAX_BATCHES_AT_ONCE } from '../workflow/pace.ts';
import * as is from './setting.ts';
import type { Setting } from './setting.ts';

/** What CloudWatch Logs accepts, but for keeping logs for ever. */
const LOG_RETENTION_DAYS = Object.values(RetentionDays)
  .filter((days) => typeof days === 'number')
  .filter((days) => days !== RetentionDays.INFINITE);

/**
 * Everything that a deployment may choose. The values of each stage stand in `stages.ts`; `-c key=value` overrides one
 * of them for a single command. `cdk.json` names the stage that is meant when the command names none.
 */
export const SETTINGS = {
  /** Distinguishes deployments in one account. Every name but those of `prod` carries it as a suffix. */
  stage: is.text(STAGE.pattern, STAGE.rule),
  /** The AWS account that the stage belongs to; empty: the account of whoever deploys. */
  awsAccount: is.text(/^$|^\d{12}$/, 'an AWS account ID of 12 digits, or nothing'),
  /** The AWS Region that the stage belongs to; empty: the Region of whoever deploys. */
  awsRegion: is.text(/^$|^[a-z]{2,}(-[a-z]+)+-\d$/, 'an AWS Region, for example eu-west-2, or nothing'),
  /** When to run, in EventBridge Scheduler's syntax. */
  scheduleExpression: is.readBy(
    (expression) => findScheduleProblem(expression, 'UTC'),
    'cron(minutes hours day-of-month month day-of-week year) or rate(value unit)',
  ),
  /** The zone that the schedule's clock shows. */
  scheduleTimeZone: is.timeZone(),
  /** Whether the schedule starts executions. A disabled one stays in place. */
  scheduleEnabled: is.flag(),
  /** Whether runs that failed or timed out are redriven by themselves. If not, the state machine for it is there for use by hand. */
  redriveFailedRuns: is.flag(),
  /** The Watchmode listing that a run reads when its input names none. */
  feed: is.oneOf(FEEDS),
  /** The countries whose sources are kept, ISO 3166-1 alpha-2. */
  regions: is.listOf(
    findRegionProblem,
    'ISO 3166-1 country codes in upper case, each once, separated by commas, for example GB,IE',
  ),
  /** How far a run's window reaches back behind the watermark. Minutes. */
  windowOverlapMinutes: is.integer(0, 10_080),
  /** How far the first run, which finds no watermark, reaches back. Hours. */
  firstWindowHours: is.integer(1, 8_760),
  /** Watchmode credits that a run must leave untouched. */
  creditReserve: is.integer(0, 10_000_000),
  /** Where Watchmode answers. */
  watchmodeBaseUrl: is.httpsUrl(),
  /** How long one request to Watchmode may take. Milliseconds. */
  watchmodeTimeoutMs: is.integer(1_000, 60_000),
  /** The plan's limit of requests a minute, for as long as Watchmode's own headers do not say it. */
  watchmodeRequestsPerMinute: is.integer(1, 10_000),
  /**
   * How many batches of ten titles, child executions of the Map Run, are under way at once. `auto`: as many as use all of
   * watchmodeRequestsPerMinute.
   */
  batchesAtOnce: is.integerOr('auto', 1, MAX_BATCHES_AT_ONCE),
  /** The title whose details show whether Watchmode answers. */
  probeTitleId: is.integer(1, 2_147_483_647),
  /** The number of runs that must have deferred a title before it is given up. */
  maxDeferrals: is.integer(1, 99),
  /** The number of days that a title must have waited before it is given up. */
  minDeferralDays: is.integer(0, 90),
  /** Memory of each Lambda function, and with it its share of a processor. MB. */
  taskMemoryMb: is.integer(128, 10_240),
  /** The least severe messages that the tasks log. */
  logLevel: is.oneOf(['debug', 'info', 'warn', 'error']),
  /** How long CloudWatch keeps logs. Days. */
  logRetentionDays: is.integerOf(LOG_RETENTION_DAYS),
  /** How the stream's capacity is set and paid. */
  streamMode: is.oneOf(['on-demand', 'provisioned']),
  /** Shards of a provisioned stream; an on-demand one has as many as it needs. */
  streamShards: is.integer(1, 500),
  /** How long the stream keeps a record. Hours. */
  streamRetentionHours: is.integer(24, 8_760),
  /** One Kinesis record a title, or many titles in one record in the KPL format. */
  recordAggregation: is.oneOf(['none', 'kpl']),
  /** With kpl, the largest record that titles are packed into. Bytes; a record is billed in units of 25 KB. */
  aggregatedRecordBytes: is.integer(1_024, 1_000_000),
  /** True if the stack that stays and the progress table are protected from deletion. */
  terminationProtection: is.flag(),
  /**
   * The number of hours that the watermark may lie behind the present before the alarm watermark-behind goes off: the
   * schedule's interval and the time that a long run takes.
   */
  watermarkLagHours: is.integer(1, 8_760),
  /** With fewer Watchmode credits left this month the alarm credits-low goes off; 0: never. */
  lowCredits: is.integer(0, 10_000_000),
  /** Who gets the alarms by e-mail; empty for nobody. */
  alarmEmail: is.text(/^$|^[^\s@]+@[^\s@]+\.[^\s@]+$/, 'an e-mail address, or nothing'),
} as const;

type SettingName = keyof typeof SETTINGS;
type ValueOf<S> = S extends Setting<infer Value> ? Value : never;

/** A deployment's settings, each validated. */
export type DeploymentConfig = { readonly [Name in SettingName]: ValueOf<(typeof SETTINGS)[Name]> };

/** How many batches are under way at once: what is set, or what the rate asks for. */
export const batchesAtOnce = (config: DeploymentConfig): number =>
  config.batchesAtOnce === 'auto' ? batchesFor(config.watchmodeRequestsPerMinute) : config.batchesAtOnce;

/** How many titles are fetched at once, in all batches together. */
export const fetchConcurrency = (config: DeploymentConfig): number =>
  batchesAtOnce(config) * TITLES_PER_BATCH;
