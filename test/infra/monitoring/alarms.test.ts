import { describe, expect, it } from '@jest/globals';
import { ALARM_METRICS, ALARM_NAMES } from '../../../infra/monitoring/alarms.ts';
import { METRICS } from '../../../tasks/shared/telemetry/metrics.ts';
import { METRIC_DIMENSION, METRIC_NAMESPACE } from '../../../workflow/names.ts';
import { HOURLY_AND_SWEEP, SWEEPS_ONLY } from '../support/settings.ts';
import { synthesise } from '../support/synthesise.ts';
import { onlyResource, readable, resourceNamed, resourcesOf, type Properties } from '../support/template.ts';

function alarmsOf(overrides: Readonly<Record<string, unknown>> = {}): ReadonlyMap<string, Properties> {
  const alarms = resourcesOf(synthesise(overrides).ingestion, 'AWS::CloudWatch::Alarm');
  return new Map(alarms.map(([, { Properties }]) => [Properties['AlarmName'] as string, Properties]));
}

const alarms = alarmsOf();
const withSweeps = alarmsOf(HOURLY_AND_SWEEP);
const ofRedriver = {
  Name: 'StateMachineArn',
  Value: { Ref: expect.stringMatching(/^RedriverStateMachine/) },
};

describe('the alarms', () => {
  it('are those of the runbook', () => {
    expect([...withSweeps.keys()]).toEqual(ALARM_NAMES.map((name) => `title-ingestion-${name}`));
  });

  it.each([
    ['no sweeps', {}, ['watermark-behind']],
    ['sweeps beside another feed', HOURLY_AND_SWEEP, ['watermark-behind', 'sweep-behind']],
    ['nothing but sweeps', SWEEPS_ONLY, ['sweep-behind']],
  ])('of a deployment with %s watch the lag of its feeds', (_, settings, behind) => {
    const names = [...alarmsOf(settings).keys()].map((name) => name.replace('title-ingestion-', ''));

    expect(names.filter((name) => name.endsWith('-behind'))).toEqual(behind);
    expect(names.includes('titles-held')).toBe(behind.includes('sweep-behind'));
  });

  it.each(Object.entries(ALARM_METRICS))(
    'have %s look at %i metrics, which is what it costs',
    (name, count) => {
      const { Metrics = [{ MetricStat: {} }] } = withSweeps.get(`title-ingestion-${name}`)!;

      expect((Metrics as object[]).filter((metric) => 'MetricStat' in metric)).toHaveLength(count);
    },
  );

  it.each([
    [
      'execution-failed',
      'AWS/States',
      'ExecutionsFailed',
      'Sum',
      300,
      1,
      0,
      'GreaterThanThreshold',
      'notBreaching',
    ],
    [
      'execution-timed-out',
      'AWS/States',
      'ExecutionsTimedOut',
      'Sum',
      300,
      1,
      0,
      'GreaterThanThreshold',
      'notBreaching',
    ],
    [
      'schedule-dead-letters',
      'AWS/SQS',
      'ApproximateNumberOfMessagesVisible',
      'Maximum',
      300,
      1,
      0,
      'GreaterThanThreshold',
      'notBreaching',
    ],
    [
      'redrive-dead-letters',
      'AWS/SQS',
      'ApproximateNumberOfMessagesVisible',
      'Maximum',
      300,
      1,
      0,
      'GreaterThanThreshold',
      'notBreaching',
    ],
    [
      'stream-throttled',
      'AWS/Kinesis',
      'WriteProvisionedThroughputExceeded',
      'Sum',
      300,
      3,
      0,
      'GreaterThanThreshold',
      'notBreaching',
    ],
    [
      'titles-rejected',
      'UkTvGuide',
      'TitlesRejected',
      'Sum',
      300,
      1,
      0,
      'GreaterThanThreshold',
      'notBreaching',
    ],
    ['titles-waiting', 'UkTvGuide', 'LongestWait', 'Maximum', 300, 1, 24, 'GreaterThanThreshold', 'ignore'],
    [
      'run-left-alone',
      'UkTvGuide',
      'RunsLeftAlone',
      'Sum',
      300,
      1,
      0,
      'GreaterThanThreshold',
      'notBreaching',
    ],
    [
      'watermark-behind',
      'UkTvGuide',
      'WatermarkLag',
      'Maximum',
      3_600,
      2,
      26 * 3_600,
      'GreaterThanThreshold',
      'breaching',
    ],
    [
      'sweep-behind',
      'UkTvGuide',
      'SweepLag',
      'Maximum',
      3_600,
      2,
      30 * 3_600,
      'GreaterThanThreshold',
      'breaching',
    ],
    ['titles-held', 'UkTvGuide', 'TitlesHeld', 'Sum', 300, 1, 0, 'GreaterThanThreshold', 'notBreaching'],
    ['credits-low', 'UkTvGuide', 'CreditsLeft', 'Minimum', 300, 1, 1_500, 'LessThanThreshold', 'ignore'],
  ])(
    'have %s watch %s %s',
    (name, namespace, metric, statistic, period, periods, threshold, comparison, missing) => {
      expect(withSweeps.get(`title-ingestion-${name}`)).toMatchObject({
        Namespace: namespace,
        MetricName: metric,
        Statistic: statistic,
        Period: period,
        EvaluationPeriods: periods,
        Threshold: threshold,
        ComparisonOperator: comparison,
        TreatMissingData: missing,
      });
    },
  );

  it.each([
    ['redrive-failed', 'ExecutionsFailed'],
    ['redrive-timed-out', 'ExecutionsTimedOut'],
  ])('have %s watch %s of the redriver', (name, metric) => {
    expect(alarms.get(`title-ingestion-${name}`)).toMatchObject({
      Namespace: 'AWS/States',
      MetricName: metric,
      Dimensions: [ofRedriver],
      Statistic: 'Sum',
      EvaluationPeriods: 1,
      Threshold: 0,
      ComparisonOperator: 'GreaterThanThreshold',
      TreatMissingData: 'notBreaching',
    });
  });

  describe('have watermark-behind', () => {
    it('go off after the configured number of hours', () => {
      const weekly = alarmsOf({ watermarkLagHours: '170' }).get('title-ingestion-watermark-behind')!;

      expect(weekly).toMatchObject({ Threshold: 170 * 3_600 });
      expect(weekly['AlarmDescription']).toContain('for 170 hours');
    });

    it('have the period of the measurement', () => {
      const { ScheduleExpression } = resourceNamed(
        synthesise().ingestion,
        'AWS::Scheduler::Schedule',
        'measure-progress',
      ).Properties;

      expect(ScheduleExpression).toBe('rate(1 hour)');
      expect(alarms.get('title-ingestion-watermark-behind')).toMatchObject({ Period: 3_600 });
      expect(withSweeps.get('title-ingestion-sweep-behind')).toMatchObject({ Period: 3_600 });
    });
  });

  it('watch the resources of this deployment', () => {
    const dimensions = [...alarms.values()].flatMap(({ Dimensions = [] }) => [Dimensions]);

    const ofIngestion = {
      Name: 'StateMachineArn',
      Value: { Ref: expect.stringMatching(/^TitleIngestionStateMachine/) },
    };
    const ofQueue = (start: RegExp) => ({
      Name: 'QueueName',
      Value: { 'Fn::GetAtt': [expect.stringMatching(start), 'QueueName'] },
    });
    const ofStage = { Name: 'Stage', Value: 'prod' };
    expect(dimensions).toEqual([
      [ofIngestion],
      [ofIngestion],
      [ofStage],
      [ofRedriver],
      [ofRedriver],
      [ofQueue(/^RedriverDeadLetters/)],
      [ofStage],
      [ofQueue(/^ScheduleDeadLetters/)],
      [{ Name: 'StreamName', Value: 'ProgrammeDataStream' }],
      [ofStage],
      [ofStage],
      [ofStage],
    ]);
  });

  it('publish their start and end to the topic of the shared stack', () => {
    const { Properties } = onlyResource(synthesise().shared, 'AWS::SNS::Topic');
    const topic = `arn:\${AWS::Partition}:sns:\${AWS::Region}:\${AWS::AccountId}:${String(Properties['TopicName'])}`;

    for (const alarm of alarms.values()) {
      expect((alarm['AlarmActions'] as unknown[]).map(readable)).toEqual([topic]);
      expect((alarm['OKActions'] as unknown[]).map(readable)).toEqual([topic]);
    }
  });

  it('describe the remedy and link to the runbook', () => {
    for (const [name, alarm] of withSweeps) {
      const description = alarm['AlarmDescription'] as string;

      expect(description).toContain(`docs/runbook.md, "${name.replace('title-ingestion-', '')}"`);
      expect(description.length).toBeGreaterThan(150);
      // The limit of CloudWatch.
      expect(description.length).toBeLessThanOrEqual(1_024);
    }
  });

  it.each([
    // A run that the redriver redrives raises no alarm.
    [{}, ['execution-failed', 'execution-timed-out']],
    [{ redriveFailedRuns: 'false' }, []],
    // Without a schedule, the watermark need not move.
    [{ redriveFailedRuns: 'false', scheduleEnabled: 'false' }, ['watermark-behind']],
    [
      { ...HOURLY_AND_SWEEP, scheduleEnabled: 'false' },
      ['execution-failed', 'execution-timed-out', 'watermark-behind', 'sweep-behind'],
    ],
  ])('with %j are silent: %j', (settings, silent) => {
    const quiet = [...alarmsOf(settings)].filter(([, alarm]) => alarm['ActionsEnabled'] === false);

    expect(quiet.map(([name]) => name)).toEqual(silent.map((name) => `title-ingestion-${name}`));
  });

  it('warn of credits below the configured number, or not at all', () => {
    const few = alarmsOf({ lowCredits: '200' }).get('title-ingestion-credits-low')!;
    const never = alarmsOf({ lowCredits: '0' }).get('title-ingestion-credits-low')!;

    expect(few).toMatchObject({ Threshold: 200, ActionsEnabled: true });
    expect(never).toMatchObject({ ActionsEnabled: false });
  });

  it('wait for throttling to last', () => {
    expect(alarms.get('title-ingestion-stream-throttled')).toMatchObject({ DatapointsToAlarm: 2 });
  });
});

describe('the metrics of the tasks, in alarms and on the dashboard,', () => {
  it('are metrics of the tasks with their dimension', () => {
    const body = readable(
      onlyResource(synthesise({ stage: 'test' }).ingestion, 'AWS::CloudWatch::Dashboard').Properties[
        'DashboardBody'
      ],
    );
    const ofTasks = [...body.matchAll(/\["UkTvGuide","(\w+)","(\w+)","(\w+)"/g)];
    const named = ofTasks.map(([, metric]) => metric);

    expect(named.sort()).toEqual([
      'CreditsLeft',
      'LongestWait',
      'RateLimitedResponses',
      'RequestDuration',
      'RequestDuration',
      'RunsLeftAlone',
      'SweepLag',
      'TitlesArrived',
      'TitlesDeferred',
      'TitlesDiscovered',
      'TitlesLeft',
      'TitlesPublished',
      'TitlesRejected',
      'TitlesSkipped',
      'TitlesWaiting',
      'WatermarkLag',
    ]);
    expect(Object.keys(METRICS)).toEqual(expect.arrayContaining(named));
    for (const [, , dimension, value] of ofTasks)
      expect([dimension, value]).toEqual([METRIC_DIMENSION, 'test']);
    expect(METRIC_NAMESPACE).toBe('UkTvGuide');
  });
});
