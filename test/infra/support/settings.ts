import type { Settings } from './synthesis.ts';

/** A deployment that runs releases every hour and a sweep every day. */
export const HOURLY_AND_SWEEP: Settings = {
  feed: 'releases',
  scheduleExpression: 'rate(1 hour)',
  sweepSchedule: 'cron(30 4 * * ? *)',
  services: 'Netflix,157',
  genres: 'drama,7',
  sweepTypes: 'movie,tv_series',
  maxCredits: '300',
  sweepLagHours: '30',
};

/** A deployment that only sweeps. */
export const SWEEPS_ONLY: Settings = { feed: 'catalogue', services: '203' };

/** A deployment with another value for each setting of the tasks. */
export const CHANGED: Settings = {
  stage: 'test',
  feed: 'releases',
  regions: 'GB,IE',
  windowOverlapMinutes: '30',
  firstWindowHours: '48',
  creditReserve: '7',
  watchmodeRequestsPerMinute: '600',
  watchmodeTimeoutMs: '5000',
  batchesAtOnce: '6',
  probeTitleId: '42',
  maxDeferrals: '3',
  minDeferralDays: '2',
  recordAggregation: 'kpl',
  logLevel: 'debug',
};

/** The settings of all tested templates. One process synthesises all of them once. */
export const SETTINGS: readonly Settings[] = [
  {},
  { stage: 'test' },
  { alarmEmail: 'night-watch@example.com' },
  { batchesAtOnce: '4' },
  { plan: 'paid', logRetentionDays: '90' },
  { plan: 'paid', catalogueKeepDays: '60', streamRetentionHours: '720' },
  { catalogueKeepDays: '14' },
  { lowCredits: '0' },
  { lowCredits: '200' },
  { redriveFailedRuns: 'false' },
  { redriveFailedRuns: 'false', scheduleEnabled: 'false' },
  { redriveFailedRuns: 'true' },
  { scheduleExpression: 'rate(12 hours)', scheduleTimeZone: 'UTC', scheduleEnabled: 'false' },
  { streamMode: 'provisioned', streamShards: '3', streamRetentionHours: '24' },
  { terminationProtection: 'false' },
  { terminationProtection: 'true' },
  { watermarkLagHours: '170' },
  HOURLY_AND_SWEEP,
  { ...HOURLY_AND_SWEEP, scheduleEnabled: 'false' },
  SWEEPS_ONLY,
  CHANGED,
];

/**
 * Returns the file with the templates of these settings.
 *
 * @throws Error if they are not in the list
 */
export function fileOf(settings: Settings): string {
  const index = SETTINGS.findIndex((known) => JSON.stringify(known) === JSON.stringify(settings));
  if (index === -1) throw new Error(`Add these settings to the list: ${JSON.stringify(settings)}`);
  return `${index}.json`;
}
