import { Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';
import type { Names } from '../../workflow/names.ts';

/** The properties of {@link MeasureSchedule}. */
export interface MeasureScheduleProps {
  readonly names: Names;
  readonly measureProgress: IFunction;
}

/**
 * Measures the lag of the watermarks every hour. A missed measurement is not repeated.
 *
 * The construct library's own target would let the schedule invoke every version of the function.
 */
export class MeasureSchedule extends Construct {
  constructor(scope: Construct, id: string, { names, measureProgress }: MeasureScheduleProps) {
    super(scope, id);
    const stack = Stack.of(this);
    const group = stack.formatArn({
      service: 'scheduler',
      resource: 'schedule-group',
      resourceName: 'default',
    });
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': stack.account, 'aws:SourceArn': group } },
      }),
      description: `Permissions of the schedule ${names.measureSchedule}`,
    });
    role.addToPolicy(
      new PolicyStatement({
        sid: 'InvokeMeasureProgress',
        actions: ['lambda:InvokeFunction'],
        resources: [measureProgress.functionArn],
      }),
    );
    new CfnSchedule(this, 'Schedule', {
      name: names.measureSchedule,
      description: 'Measures the lag of the watermarks',
      scheduleExpression: 'rate(1 hour)',
      flexibleTimeWindow: { mode: 'OFF' },
      target: {
        arn: measureProgress.functionArn,
        roleArn: role.roleArn,
        input: '{}',
        retryPolicy: { maximumEventAgeInSeconds: 1_800, maximumRetryAttempts: 2 },
      },
    });
  }
}
