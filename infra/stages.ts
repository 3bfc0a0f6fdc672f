import type { DeploymentConfig } from './config.ts';

/** The settings that belong to a stage: all but its name. */
export type StageSettings = Omit<DeploymentConfig, 'stage' | 'logRetentionDays'> & {
  /** One of those that CloudWatch Logs accepts, which only its construct library lists. */
  readonly logRetentionDays: number;
};

/** The settings of each stage, where {@link STAGES} does not say otherwise. */
export const DEFAULT_SETTINGS: StageSettings = {
  awsAccount: '',
  awsRegion: '',
  scheduleExpression: 'cron(0 6 * * ? *)',
  scheduleTimeZone: 'Europe/London',
  scheduleEnabled: false,
  redriveFailedRuns: true,
  feed: 'new_titles',
  regions: ['GB'],
  windowOverlapMinutes: 60,
  firstWindowHours: 24,
  creditReserve: 100,
  watchmodeBaseUrl: 'https://api.watchmode.com/v1',
  watchmodeTimeoutMs: 15_000,
  watchmodeRequestsPerMinute: 120,
  batchesAtOnce: 'auto',
  probeTitleId: 3_173_903,
  maxDeferrals: 7,
  minDeferralDays: 3,
  taskMemoryMb: 256,
  logLevel: 'info',
  logRetentionDays: 30,
  streamMode: 'on-demand',
  streamShards: 1,
  streamRetentionHours: 168,
  recordAggregation: 'none',
  aggregatedRecordBytes: 51_200,
  terminationProtection: true,
  watermarkLagHours: 26,
  lowCredits: 1_500,
  alarmEmail: '',
};

/**
 * The settings that each stage changes. A stage that is not listed, for example one of a developer, has the defaults.
 *
 * Give `awsAccount` and `awsRegion` here to have a deployment of the stage to any other place refused.
 */
export const STAGES: Readonly<Record<string, Partial<StageSettings>>> = {
  prod: { scheduleEnabled: true },
  dev: { logLevel: 'debug', logRetentionDays: 7, streamRetentionHours: 24 },
};

/** The settings of a stage, before `-c key=value` changes any. */
export function settingsOf(stage: string): StageSettings {
  return { ...DEFAULT_SETTINGS, ...(Object.hasOwn(STAGES, stage) ? STAGES[stage] : {}) };
}
