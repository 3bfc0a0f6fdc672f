import { describe, expect, it } from '@jest/globals';
import {
  CATALOGUE_ALARM_METRICS,
  CATALOGUE_ALARM_NAMES,
} from '../../../infra/monitoring/catalogue-alarms.ts';
import { synthesise } from '../support/synthesise.ts';
import { onlyResource, readable, resourcesOf, type Properties } from '../support/template.ts';

const { catalogue, shared } = synthesise();
const alarms = new Map(
  resourcesOf(catalogue, 'AWS::CloudWatch::Alarm').map(([, { Properties }]) => [
    Properties['AlarmName'] as string,
    Properties,
  ]),
);
const ofFunction = { Name: 'FunctionName', Value: 'update-catalogue' };

describe('the alarms of the catalogue', () => {
  it('are those of the runbook, with a metric each', () => {
    expect([...alarms.keys()]).toEqual(CATALOGUE_ALARM_NAMES.map((name) => `update-catalogue-${name}`));
    expect(Object.values(CATALOGUE_ALARM_METRICS)).toEqual(
      [...alarms.values()].map(({ MetricName }) => (MetricName === undefined ? 0 : 1)),
    );
  });

  it.each<[string, string, Properties]>([
    [
      'records-late',
      'IteratorAge',
      { Statistic: 'Maximum', Threshold: 3_600_000, EvaluationPeriods: 3, Dimensions: [ofFunction] },
    ],
    [
      'records-set-aside',
      'OnFailureDestinationDeliveredEventCount',
      {
        ...{ Statistic: 'Sum', Threshold: 0, EvaluationPeriods: 1 },
        Dimensions: [
          {
            Name: 'EventSourceMappingUUID',
            Value: { Ref: resourcesOf(catalogue, 'AWS::Lambda::EventSourceMapping')[0]![0] },
          },
        ],
      },
    ],
    [
      'records-lost',
      'DestinationDeliveryFailures',
      { Statistic: 'Sum', Threshold: 0, EvaluationPeriods: 1, Dimensions: [ofFunction] },
    ],
  ])('have %s watch %s', (name, MetricName, properties) => {
    expect(alarms.get(`update-catalogue-${name}`)).toMatchObject({
      Namespace: 'AWS/Lambda',
      MetricName,
      Period: 300,
      ComparisonOperator: 'GreaterThanThreshold',
      TreatMissingData: 'notBreaching',
      ActionsEnabled: true,
      ...properties,
    });
  });

  it('watch a metric that Lambda writes only on request', () => {
    const { Properties } = onlyResource(catalogue, 'AWS::Lambda::EventSourceMapping');

    expect(Properties['MetricsConfig']).toEqual({ Metrics: ['EventCount'] });
  });

  it('publish their start and end to the topic of the shared stack', () => {
    const { Properties } = onlyResource(shared, 'AWS::SNS::Topic');
    const topic = `arn:\${AWS::Partition}:sns:\${AWS::Region}:\${AWS::AccountId}:${String(Properties['TopicName'])}`;

    for (const alarm of alarms.values()) {
      expect((alarm['AlarmActions'] as unknown[]).map(readable)).toEqual([topic]);
      expect((alarm['OKActions'] as unknown[]).map(readable)).toEqual([topic]);
    }
  });

  it('describe the remedy and link to the runbook', () => {
    for (const [name, { AlarmDescription }] of alarms) {
      const section = name.replace('update-catalogue-', '');

      expect(AlarmDescription).toContain(`docs/runbook.md, "${section}"`);
      expect(String(AlarmDescription).length).toBeGreaterThan(150);
      expect(String(AlarmDescription).length).toBeLessThanOrEqual(1_024);
    }
  });
});
