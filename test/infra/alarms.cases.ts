import { describe, expect, it } from '@jest/globals';
import { ALARM_METRICS, ALARM_NAMES } from '../../infra/alarms.ts';
import { METRIC_DIMENSION, METRIC_NAMESPACE, METRICS } from '../../tasks/shared/telemetry/metrics.ts';
import { onlyResource, readable, resourcesOf, synthesise, type Properties } from './support/synthesise.ts';

function alarmsOf(overrides: Readonly<Record<string, unknown>> = {}): ReadonlyMap<string, Properties> {
  const alarms = resourcesOf(synthesise(overrides).ingestion, 'AWS::CloudWatch::Alarm');
  return new Map(alarms.map(([, { Properties }]) => [Properties['AlarmName'] as string, Properties]));
}

const alarms = alarmsOf();
const ofRedriver = {
  Name: 'StateMachineArn',
  Value: { Ref: expect.stringMatching(/^RedriverStateMachine/) },
};

describe('the alarms', () => {
  it('are those that the runbook explains', () => {
    expect([...alarms.keys()]).toEqual(ALARM_NAMES.map((name) => `title-ingestion-${name}`));
  });

  it.each(Object.entries(ALARM_METRICS))(
    'have %s look at %i metrics, which is what it costs',
    (name, count) => {
      const { Metrics = [{ MetricStat: {} }] } = alarms.get(`title-ingestion-${name}`)!;

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
      'watermark-held',
      'UkTvGuide/prod',
      'WatermarkHeld',
      'Sum',
      300,
      1,
      0,
      'GreaterThanThreshold',
      'notBreaching',
    ],
    ['credits-low', 'UkTvGuide', 'CreditsLeft', 'Minimum', 300, 1, 1_500, 'LessThanThreshold', 'ignore'],
  ])(
    'have %s watch %s %s',
    (name, namespace, metric, statistic, period, periods, threshold, comparison, missing) => {
      expect(alarms.get(`title-ingestion-${name}`)).toMatchObject({
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

  describe('have no-success', () => {
    it('count an hour without a success as none, so that an older success cannot stand in for it', () => {
      const { Metrics, ...alarm } = alarms.get('title-ingestion-no-success')!;

      expect(Metrics).toEqual([
        expect.objectContaining({ Expression: 'FILL(succeeded, 0)' }),
        {
          Id: 'succeeded',
          MetricStat: {
            Metric: {
              Namespace: 'AWS/States',
              MetricName: 'ExecutionsSucceeded',
              Dimensions: [
                {
                  Name: 'StateMachineArn',
                  Value: { Ref: expect.stringMatching(/^TitleIngestionStateMachine/) },
                },
              ],
            },
            Period: 3_600,
            Stat: 'Sum',
          },
          ReturnData: false,
        },
      ]);
      expect(alarm).toMatchObject({ Threshold: 1, ComparisonOperator: 'LessThanThreshold' });
    });

    it('go off when 26 hours passed, and when there are no data at all', () => {
      expect(alarms.get('title-ingestion-no-success')).toMatchObject({
        EvaluationPeriods: 26,
        DatapointsToAlarm: 26,
        TreatMissingData: 'breaching',
      });
    });

    it('wait as long as configured', () => {
      const weekly = alarmsOf({ noSuccessHours: '168' }).get('title-ingestion-no-success')!;

      expect(weekly).toMatchObject({ EvaluationPeriods: 168, DatapointsToAlarm: 168 });
      expect(weekly['AlarmDescription']).toContain('for 168 hours');
    });
  });

  it('watch what belongs to this deployment', () => {
    const dimensions = [...alarms.values()].flatMap(({ Dimensions = [] }) => [Dimensions]);

    expect(dimensions).toEqual([
      [{ Name: 'StateMachineArn', Value: { Ref: expect.stringMatching(/^TitleIngestionStateMachine/) } }],
      [{ Name: 'StateMachineArn', Value: { Ref: expect.stringMatching(/^TitleIngestionStateMachine/) } }],
      [ofRedriver],
      [ofRedriver],
      [
        {
          Name: 'QueueName',
          Value: { 'Fn::GetAtt': [expect.stringMatching(/^RedriverDeadLetters/), 'QueueName'] },
        },
      ],
      // That of no-success is within its expression.
      [],
      [
        {
          Name: 'QueueName',
          Value: { 'Fn::GetAtt': [expect.stringMatching(/^ScheduleDeadLetters/), 'QueueName'] },
        },
      ],
      [{ Name: 'StreamName', Value: 'ProgrammeDataStream' }],
      [{ Name: 'Stage', Value: 'prod' }],
      [{ Name: 'Stage', Value: 'prod' }],
      // Its namespace has the stage, since a metric of a log has no dimension of its own.
      [],
      [{ Name: 'Stage', Value: 'prod' }],
    ]);
  });

  it('go to the topic of the shared stack, and say there when they are over', () => {
    const { Properties } = onlyResource(synthesise().shared, 'AWS::SNS::Topic');
    const topic = `arn:\${AWS::Partition}:sns:\${AWS::Region}:\${AWS::AccountId}:${String(Properties['TopicName'])}`;

    for (const alarm of alarms.values()) {
      expect((alarm['AlarmActions'] as unknown[]).map(readable)).toEqual([topic]);
      expect((alarm['OKActions'] as unknown[]).map(readable)).toEqual([topic]);
    }
  });

  it('say what to do and where to read on', () => {
    for (const [name, alarm] of alarms) {
      const description = alarm['AlarmDescription'] as string;

      expect(description).toContain(`docs/runbook.md, "${name.replace('title-ingestion-', '')}"`);
      expect(description.length).toBeGreaterThan(150);
      // The limit of CloudWatch.
      expect(description.length).toBeLessThanOrEqual(1_024);
    }
  });

  it('are all heard, but without a schedule nobody waits for a success', () => {
    const quiet = [...alarmsOf({ scheduleEnabled: 'false' })].filter(
      ([, alarm]) => alarm['ActionsEnabled'] === false,
    );

    expect(quiet.map(([name]) => name)).toEqual(['title-ingestion-no-success']);
    expect([...alarms.values()].filter((alarm) => alarm['ActionsEnabled'] === false)).toEqual([]);
  });

  it('warn of credits where the account has few anyway, or not at all', () => {
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
  it('are metrics that the tasks write, under the dimension that they write', () => {
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
      'TitlesDeferred',
      'TitlesDiscovered',
      'TitlesPublished',
      'TitlesRejected',
      'TitlesSkipped',
      'TitlesWaiting',
    ]);
    expect(Object.keys(METRICS)).toEqual(expect.arrayContaining(named));
    for (const [, , dimension, value] of ofTasks)
      expect([dimension, value]).toEqual([METRIC_DIMENSION, 'test']);
    expect(METRIC_NAMESPACE).toBe('UkTvGuide');
  });
});
