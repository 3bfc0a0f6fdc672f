import { Duration, TimeZone } from 'aws-cdk-lib';
import {
  ContextAttribute,
  Schedule,
  ScheduleExpression,
  ScheduleTargetInput,
} from 'aws-cdk-lib/aws-scheduler';
import { StepFunctionsStartExecution } from 'aws-cdk-lib/aws-scheduler-targets';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { DeploymentConfig } from './config.ts';
import { addDeadLetterQueue } from './dead-letter-queue.ts';
import type { Names } from '../workflow/names.ts';

export interface IngestionScheduleProps {
  readonly config: DeploymentConfig;
  readonly names: Names;
  readonly stateMachine: IStateMachine;
}

/**
 * Starts an execution at each scheduled time. A dead-letter queue keeps failed starts.
 *
 * EventBridge Scheduler delivers at least once. None of its attributes is a valid execution name that is the same for all
 * its attempts, so a scheduled time can start two executions. Their events have the same ids.
 */
export class IngestionSchedule extends Construct {
  readonly deadLetterQueue: Queue;

  constructor(scope: Construct, id: string, { config, names, stateMachine }: IngestionScheduleProps) {
    super(scope, id);
    this.deadLetterQueue = addDeadLetterQueue(this, names.scheduleDeadLetters, 'schedule');
    new Schedule(this, 'Schedule', {
      scheduleName: names.schedule,
      description: `Starts ${names.stateMachine} over the open window`,
      schedule: ScheduleExpression.expression(
        config.scheduleExpression,
        TimeZone.of(config.scheduleTimeZone),
      ),
      enabled: config.scheduleEnabled,
      target: new StepFunctionsStartExecution(stateMachine, {
        input: ScheduleTargetInput.fromObject({
          source: 'schedule',
          scheduledTime: ContextAttribute.scheduledTime,
          // Makes the input readable without the deployment's settings.
          feed: config.feed,
        }),
        deadLetterQueue: this.deadLetterQueue,
        // The next start covers the window of a start that is hours late.
        maxEventAge: Duration.hours(2),
        retryAttempts: 20,
      }),
    });
  }
}
