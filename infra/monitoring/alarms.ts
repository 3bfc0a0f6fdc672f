import { Duration } from 'aws-cdk-lib';
import { ComparisonOperator, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { addAlarms, ANY, type AlarmSpec } from './add-alarms.ts';
import type { DeploymentConfig } from '../config.ts';
import type { MetricSources } from './metrics.ts';
import { scheduledFeeds } from '../settings/sweeps.ts';
import { LONG_WAIT_HOURS } from '../../workflow/retry-policy.ts';
import type { Names } from '../../workflow/names.ts';

/** The alarms of the ingestion by their names in the runbook, each with its number of metrics, which CloudWatch bills. */
export const ALARM_METRICS = {
  'execution-failed': 1,
  'execution-timed-out': 1,
  'run-left-alone': 1,
  'redrive-failed': 1,
  'redrive-timed-out': 1,
  'redrive-dead-letters': 1,
  'watermark-behind': 1,
  'sweep-behind': 1,
  'titles-held': 1,
  'schedule-dead-letters': 1,
  'stream-throttled': 1,
  'titles-rejected': 1,
  'titles-waiting': 1,
  'credits-low': 1,
} as const;

type AlarmName = keyof typeof ALARM_METRICS;

/** The names of all alarms, in the order of the runbook. */
export const ALARM_NAMES = Object.keys(ALARM_METRICS) as AlarmName[];

/** Returns the names of a deployment's alarms. What concerns a feed is watched only if its schedules ingest it. */
export function alarmNamesOf(config: DeploymentConfig): readonly AlarmName[] {
  const feeds = scheduledFeeds(config);
  const isThere: Readonly<Partial<Record<AlarmName, boolean>>> = {
    'watermark-behind': feeds.some((feed) => feed !== 'catalogue'),
    'sweep-behind': feeds.includes('catalogue'),
    'titles-held': feeds.includes('catalogue'),
  };
  return ALARM_NAMES.filter((name) => isThere[name] !== false);
}

/** The properties of {@link Alarms}. */
export interface AlarmsProps {
  readonly config: DeploymentConfig;
  readonly names: Names;
  readonly metrics: MetricSources;
}

/** The alarms of the ingestion. Each has a section under its name in docs/runbook.md. */
export class Alarms extends Construct {
  constructor(scope: Construct, id: string, { config, names, metrics }: AlarmsProps) {
    super(scope, id);
    const wanted = alarmNamesOf(config);
    const specs = alarmSpecs(config, names, metrics).filter(({ name }) => wanted.includes(name));
    addAlarms(this, { names, prefix: names.stateMachine }, specs);
  }
}

function alarmSpecs(config: DeploymentConfig, names: Names, metrics: MetricSources): AlarmSpec<AlarmName>[] {
  /** The condition of a lag, which measure-progress writes every hour. It is missing if there is no measurement. */
  const lagOf = (metric: 'WatermarkLag' | 'SweepLag', hours: number) => ({
    metric: metrics.task(metric, Stats.MAXIMUM).with({ period: Duration.hours(1) }),
    threshold: hours * 3_600,
    comparison: ComparisonOperator.GREATER_THAN_THRESHOLD,
    periods: 2,
    missing: TreatMissingData.BREACHING,
    // Without a schedule, runs start by hand only.
    isHeard: config.scheduleEnabled,
  });
  return [
    {
      ...ANY,
      name: 'execution-failed',
      metric: metrics.executionsFailed(),
      // The redriver redrives the run, or raises run-left-alone.
      isHeard: !config.redriveFailedRuns,
      whatToDo: `A run of ${names.stateMachine} failed. Open the execution, read its error name, and follow the section of that name in the runbook. ${names.redriver} redrives a run after a temporary error; its newest execution has the decision.`,
    },
    {
      ...ANY,
      name: 'execution-timed-out',
      metric: metrics.executionsTimedOut(),
      isHeard: !config.redriveFailedRuns,
      whatToDo: `A run of ${names.stateMachine} exceeded its timeout. Find out in its Map Run what was slow, then redrive the execution: it continues where it stopped.`,
    },
    {
      ...ANY,
      name: 'run-left-alone',
      metric: metrics.task('RunsLeftAlone'),
      whatToDo: `${names.redriver} leaves a failed run to a person: its error is permanent, or its redrives did not help. The newest execution of ${names.redriver} names the run and the reason. Follow the section of its error, then redrive the run.`,
    },
    {
      ...ANY,
      name: 'redrive-failed',
      metric: metrics.redriverFailed(),
      whatToDo: `${names.redriver} could not decide about a failed run. Nothing is lost, but that run is not redriven: open the failed execution of ${names.redriver}, correct its cause, and redrive that execution, or the run itself.`,
    },
    {
      ...ANY,
      name: 'redrive-timed-out',
      metric: metrics.redriverTimedOut(),
      whatToDo: `${names.redriver} did not decide about a failed run in time. Nothing is lost, but that run is not redriven: open the execution of ${names.redriver} to see what it waited for, then redrive the run itself.`,
    },
    {
      ...ANY,
      name: 'redrive-dead-letters',
      metric: metrics.redriverDeadLetters(),
      whatToDo: `EventBridge could not start ${names.redriver} for a failed run. The message in ${names.redriverDeadLetters} names the run and the reason (ERROR_CODE, ERROR_MESSAGE). Correct it, redrive the run, then purge the queue.`,
    },
    {
      name: 'watermark-behind',
      ...lagOf('WatermarkLag', config.watermarkLagHours),
      whatToDo: `No run of ${names.stateMachine} has moved the watermark for ${config.watermarkLagHours} hours. Find the last execution: if it failed, follow its error; if it waits, check the one it waits for; if there is none, check the schedule and its dead-letter queue. Nothing is lost: the next successful run covers the whole time.`,
    },
    {
      name: 'sweep-behind',
      ...lagOf('SweepLag', config.sweepLagHours),
      whatToDo: `No sweep of ${names.stateMachine} has been complete for ${config.sweepLagHours} hours. Find the last execution of the feed catalogue: if it failed, follow its error, for example BudgetExceeded or Watchmode.QuotaExceeded; if there is none, check the schedule and its dead-letter queue. The next complete sweep finds what came and went since the last one. After 30 days without one, it would be the first again.`,
    },
    {
      ...ANY,
      name: 'titles-held',
      metric: metrics.task('TitlesHeld'),
      whatToDo: `A sweep of ${names.stateMachine} lists less than half of what a service had, so its missing titles are not announced as gone before seven sweeps in a row are without them. Look at the service on watchmode.com. If the titles are there, tell Watchmode: once the sweeps list them again, nothing is announced. If they are really gone, do nothing.`,
    },
    {
      ...ANY,
      name: 'schedule-dead-letters',
      metric: metrics.scheduleDeadLetters(),
      whatToDo: `The schedule could not start an execution. The message in ${names.scheduleDeadLetters} has the reason (ERROR_CODE, ERROR_MESSAGE). Correct it, start an execution by hand with the message's body, then purge the queue.`,
    },
    {
      ...ANY,
      name: 'stream-throttled',
      metric: metrics.writesThrottled(),
      periods: 3,
      ofPeriods: 2,
      whatToDo: `The stream ${names.stream} rejected records in two of three periods of five minutes. Runs retry and lose nothing, but if they fail with Stream.Throttled, give the stream more shards, or set recordAggregation to kpl, and redrive.`,
    },
    {
      ...ANY,
      name: 'titles-rejected',
      metric: metrics.task('TitlesRejected'),
      whatToDo: `${config.maxDeferrals} runs over ${config.minDeferralDays} days could not fetch some titles, and no further run fetches them. tvguide deferred --rejected lists them with their last error, for example a response that breaks Watchmode's schema, a timeout or a refusal. Correct the cause, then have them fetched again with tvguide deferred --rejected --retry.`,
    },
    {
      name: 'titles-waiting',
      // Each run writes it once, at its start. It stays valid until the next run.
      metric: metrics.task('LongestWait', Stats.MAXIMUM),
      threshold: LONG_WAIT_HOURS,
      comparison: ComparisonOperator.GREATER_THAN_THRESHOLD,
      periods: 1,
      missing: TreatMissingData.IGNORE,
      whatToDo: `A title has been waiting for more than a day: several runs could not fetch it. All others are published. tvguide deferred lists the waiting titles and their errors. Fetch it with tvguide deferred --retry once Watchmode has corrected it, or drop it with --forget; after ${config.maxDeferrals} runs and ${config.minDeferralDays} days it is rejected.`,
    },
    {
      name: 'credits-low',
      // Each response of Watchmode has the number. It does not change between runs.
      metric: metrics.task('CreditsLeft', Stats.MINIMUM),
      threshold: config.lowCredits,
      comparison: ComparisonOperator.LESS_THAN_THRESHOLD,
      periods: 1,
      missing: TreatMissingData.IGNORE,
      isHeard: config.lowCredits > 0,
      whatToDo: `Fewer than ${config.lowCredits} Watchmode credits are left this month. Without credits, runs fail with Watchmode.QuotaExceeded until the quota resets; later runs catch up then. Buy more, or ingest fewer titles until then.`,
    },
  ];
}
