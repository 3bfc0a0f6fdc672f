import { Duration, Stack } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, Stats, TreatMissingData, type IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { DeploymentConfig } from './config.ts';
import type { MetricSources } from './metrics.ts';
import { LONG_WAIT_HOURS } from '../workflow/retry-policy.ts';
import type { Names } from '../workflow/names.ts';

/**
 * The alarms by the names under which the runbook explains them, each with the number of metrics that it looks at, which
 * is what CloudWatch bills.
 */
export const ALARM_METRICS = {
  'execution-failed': 1,
  'execution-timed-out': 1,
  'run-left-alone': 1,
  'redrive-failed': 1,
  'redrive-timed-out': 1,
  'redrive-dead-letters': 1,
  'watermark-behind': 1,
  'schedule-dead-letters': 1,
  'stream-throttled': 1,
  'titles-rejected': 1,
  'titles-waiting': 1,
  'credits-low': 1,
} as const;

type AlarmName = keyof typeof ALARM_METRICS;

/** The names of the alarms, in the order of the runbook. */
export const ALARM_NAMES = Object.keys(ALARM_METRICS) as AlarmName[];

export interface AlarmsProps {
  readonly config: DeploymentConfig;
  readonly names: Names;
  readonly metrics: MetricSources;
}

/** One alarm: when it goes off, and what whoever is woken by it does. */
interface AlarmSpec {
  readonly name: AlarmName;
  readonly whatToDo: string;
  readonly metric: IMetric;
  readonly threshold: number;
  readonly comparison: ComparisonOperator;
  readonly periods: number;
  /** How many of the periods must be over the threshold. Default: all. */
  readonly ofPeriods?: number;
  readonly missing: TreatMissingData;
  /** Default: true. */
  readonly isHeard?: boolean;
}

/** What wakes somebody at night. Each has a section in docs/runbook.md under its name. */
export class Alarms extends Construct {
  constructor(scope: Construct, id: string, { config, names, metrics }: AlarmsProps) {
    super(scope, id);
    // By name and not by reference: an import of the shared stack's export would keep it from ever being changed.
    const topicArn = Stack.of(this).formatArn({ service: 'sns', resource: names.alarmTopic });
    const action = new SnsAction(Topic.fromTopicArn(this, 'AlarmTopic', topicArn));
    for (const spec of alarmSpecs(config, names, metrics)) {
      const alarm = new Alarm(this, spec.name, {
        alarmName: `${names.stateMachine}-${spec.name}`,
        alarmDescription: `${spec.whatToDo} See docs/runbook.md, "${spec.name}".`,
        metric: spec.metric,
        threshold: spec.threshold,
        comparisonOperator: spec.comparison,
        evaluationPeriods: spec.periods,
        datapointsToAlarm: spec.ofPeriods ?? spec.periods,
        treatMissingData: spec.missing,
        actionsEnabled: spec.isHeard ?? true,
      });
      alarm.addAlarmAction(action);
      alarm.addOkAction(action);
    }
  }
}

function alarmSpecs(config: DeploymentConfig, names: Names, metrics: MetricSources): AlarmSpec[] {
  /** Any at all within one period. */
  const any = {
    threshold: 0,
    comparison: ComparisonOperator.GREATER_THAN_THRESHOLD,
    periods: 1,
    missing: TreatMissingData.NOT_BREACHING,
  };
  return [
    {
      ...any,
      name: 'execution-failed',
      metric: metrics.executionsFailed(),
      // A run that the redriver picks up heals itself, or ends in run-left-alone.
      isHeard: !config.redriveFailedRuns,
      whatToDo: `A run of ${names.stateMachine} failed. Open the execution, read its error name, and put right what that name's section of the runbook says. ${names.redriver} redrives a run whose error may pass by itself; its newest execution says what it decided.`,
    },
    {
      ...any,
      name: 'execution-timed-out',
      metric: metrics.executionsTimedOut(),
      isHeard: !config.redriveFailedRuns,
      whatToDo: `A run of ${names.stateMachine} took longer than its time-out. Look in its Map Run for what was slow, then redrive the execution: it goes on where it was.`,
    },
    {
      ...any,
      name: 'run-left-alone',
      metric: metrics.task('RunsLeftAlone'),
      whatToDo: `${names.redriver} leaves a failed run to a person: its error stays, or its redrives did not help. The newest execution of ${names.redriver} names the run and says why. Put right what the section of its error says, then redrive the run.`,
    },
    {
      ...any,
      name: 'redrive-failed',
      metric: metrics.redriverFailed(),
      whatToDo: `${names.redriver} could not find out what to do about a failed run. Nothing is lost, but nobody looks after that run: open the failed execution of ${names.redriver}, put right what its cause says, and redrive that execution, or the run itself.`,
    },
    {
      ...any,
      name: 'redrive-timed-out',
      metric: metrics.redriverTimedOut(),
      whatToDo: `${names.redriver} did not come to a decision about a failed run in time. Nothing is lost, but nobody looks after that run: open the execution of ${names.redriver} to see what it waited for, then redrive the run itself.`,
    },
    {
      ...any,
      name: 'redrive-dead-letters',
      metric: metrics.redriverDeadLetters(),
      whatToDo: `EventBridge could not start ${names.redriver} about a failed run. The message in ${names.redriverDeadLetters} names the run and says why (ERROR_CODE, ERROR_MESSAGE). Put that right, redrive the run, then purge the queue.`,
    },
    {
      name: 'watermark-behind',
      // measure-progress writes it every hour. A missing value means that there is no watermark, or that nothing
      // measures it.
      metric: metrics.task('WatermarkLag', Stats.MAXIMUM).with({ period: Duration.hours(1) }),
      threshold: config.watermarkLagHours * 3_600,
      comparison: ComparisonOperator.GREATER_THAN_THRESHOLD,
      periods: 2,
      missing: TreatMissingData.BREACHING,
      // Without a schedule silence is no news.
      isHeard: config.scheduleEnabled,
      whatToDo: `No run of ${names.stateMachine} has moved the watermark for ${config.watermarkLagHours} hours. Find the last execution: if it failed, follow its error; if it waits, look at the one it waits for; if there is none, look at the schedule and its dead-letter queue. Nothing is lost: the next run that succeeds covers the whole time.`,
    },
    {
      ...any,
      name: 'schedule-dead-letters',
      metric: metrics.scheduleDeadLetters(),
      whatToDo: `The schedule could not start an execution. The message in ${names.scheduleDeadLetters} says why (ERROR_CODE, ERROR_MESSAGE). Put that right, start an execution by hand with the message's body, then purge the queue.`,
    },
    {
      ...any,
      name: 'stream-throttled',
      metric: metrics.writesThrottled(),
      periods: 3,
      ofPeriods: 2,
      whatToDo: `The stream ${names.stream} rejected records in two of three periods of five minutes. Runs retry and lose nothing, but if they fail with Stream.Throttled, give the stream more shards, or set recordAggregation to kpl, and redrive.`,
    },
    {
      ...any,
      name: 'titles-rejected',
      metric: metrics.task('TitlesRejected'),
      whatToDo: `Titles could not be fetched by ${config.maxDeferrals} runs over ${config.minDeferralDays} days, and no further run asks for them. tvguide deferred --rejected lists them with their last error, which may be any: an answer that breaks Watchmode's schema, a time-out, a refusal. Once that is put right, tvguide deferred --rejected --retry has them asked for again.`,
    },
    {
      name: 'titles-waiting',
      // A run says it once, at its start. It stays true until another run says otherwise.
      metric: metrics.task('LongestWait', Stats.MAXIMUM),
      threshold: LONG_WAIT_HOURS,
      comparison: ComparisonOperator.GREATER_THAN_THRESHOLD,
      periods: 1,
      missing: TreatMissingData.IGNORE,
      whatToDo: `A title has been waiting for more than a day: several runs could not fetch it. All others are published. tvguide deferred lists what is waiting and why. Fetch it with tvguide deferred --retry once Watchmode has put it right, or drop it with --forget; after ${config.maxDeferrals} runs and ${config.minDeferralDays} days it is rejected.`,
    },
    {
      name: 'credits-low',
      // Watchmode tells with each answer. Between runs nothing changes.
      metric: metrics.task('CreditsLeft', Stats.MINIMUM),
      threshold: config.lowCredits,
      comparison: ComparisonOperator.LESS_THAN_THRESHOLD,
      periods: 1,
      missing: TreatMissingData.IGNORE,
      isHeard: config.lowCredits > 0,
      whatToDo: `Fewer than ${config.lowCredits} Watchmode credits are left this month. When they are used up, runs fail with Watchmode.QuotaExceeded until the quota resets; what they would have ingested is caught up then. Buy more, or ingest fewer titles until then.`,
    },
  ];
}
