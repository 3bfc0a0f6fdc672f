import { Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';
import type { Names } from '../workflow/names.ts';

export interface MeasureScheduleProps {
  readonly names: Names;
  readonly measureProgress: IFunction;
}

/**
 * Measures every hour how far the watermark lies behind. A measurement that is missed is not made up for.
 *
 * The construct library's own target would let the schedule invoke every version of the function, of which there are none.
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
      description: `What the schedule ${names.measureSchedule} may do`,
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
      description: 'Measures how far the watermark lies behind',
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
