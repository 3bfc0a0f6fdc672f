import type { DeploymentConfig } from './config.ts';

/** The settings of a stage without its name. */
export type StageSettings = Omit<DeploymentConfig, 'stage' | 'logRetentionDays'> & {
  /** A retention time of CloudWatch Logs. */
  readonly logRetentionDays: number;
};

/** The default settings of all stages. {@link STAGES} overrides them. */
export const DEFAULT_SETTINGS: StageSettings = {
  awsAccount: '',
  awsRegion: '',
  plan: 'free',
  scheduleExpression: 'cron(0 6 * * ? *)',
  scheduleTimeZone: 'Europe/London',
  sweepSchedule: '',
  scheduleEnabled: false,
  redriveFailedRuns: true,
  feed: 'new_titles',
  regions: ['GB'],
  services: [],
  genres: [],
  sweepTypes: [],
  maxCredits: 'none',
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
  catalogueKeepDays: 'auto',
  recordAggregation: 'none',
  aggregatedRecordBytes: 51_200,
  terminationProtection: true,
  watermarkLagHours: 26,
  sweepLagHours: 26,
  lowCredits: 1_500,
  alarmEmail: '',
};

/**
 * The settings that differ in each stage. A stage that is not listed, for example a developer's, has the defaults.
 *
 * Set `awsAccount` and `awsRegion` to refuse deployments of the stage to other accounts and Regions.
 */
export const STAGES: Readonly<Record<string, Partial<StageSettings>>> = {
  prod: { scheduleEnabled: true },
  dev: { logLevel: 'debug', logRetentionDays: 7, streamRetentionHours: 24 },
};

/** Returns the settings of a stage without overrides by `-c key=value`. */
export function settingsOf(stage: string): StageSettings {
  return { ...DEFAULT_SETTINGS, ...(Object.hasOwn(STAGES, stage) ? STAGES[stage] : {}) };
}
