import { Stack } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, TreatMissingData, type IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import type { Names } from '../../workflow/names.ts';

/** One alarm: its condition, and instructions for the operator. */
export interface AlarmSpec<Name extends string> {
  /** The name of its section in docs/runbook.md. */
  readonly name: Name;
  readonly whatToDo: string;
  readonly metric: IMetric;
  readonly threshold: number;
  readonly comparison: ComparisonOperator;
  readonly periods: number;
  /** The number of periods that must be over the threshold. Default: all. */
  readonly ofPeriods?: number;
  readonly missing: TreatMissingData;
  /** Default: true. */
  readonly isHeard?: boolean;
}

/** The condition of one or more within a period. */
export const ANY = {
  threshold: 0,
  comparison: ComparisonOperator.GREATER_THAN_THRESHOLD,
  periods: 1,
  missing: TreatMissingData.NOT_BREACHING,
} as const;

/**
 * Adds alarms that notify the topic of the shared stack of their start and end.
 *
 * @param prefix - the start of their names in CloudWatch
 */
export function addAlarms(
  scope: Construct,
  { names, prefix }: { readonly names: Names; readonly prefix: string },
  specs: readonly AlarmSpec<string>[],
): void {
  // By name: a reference would import an export of the shared stack, which could then never be changed.
  const topicArn = Stack.of(scope).formatArn({ service: 'sns', resource: names.alarmTopic });
  const action = new SnsAction(Topic.fromTopicArn(scope, 'AlarmTopic', topicArn));
  for (const spec of specs) {
    const alarm = new Alarm(scope, spec.name, {
      alarmName: `${prefix}-${spec.name}`,
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
