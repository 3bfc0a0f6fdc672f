import { Duration, TimeZone, Validations } from 'aws-cdk-lib';
import {
  ContextAttribute,
  Schedule,
  ScheduleExpression,
  ScheduleTargetInput,
} from 'aws-cdk-lib/aws-scheduler';
import { StepFunctionsStartExecution } from 'aws-cdk-lib/aws-scheduler-targets';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { DeploymentConfig } from './config.ts';
import type { Names } from '../workflow/names.ts';

export interface IngestionScheduleProps {
  readonly config: DeploymentConfig;
  readonly names: Names;
  readonly stateMachine: IStateMachine;
}

/**
 * Starts an execution at the scheduled times, and keeps what could not be started.
 *
 * EventBridge Scheduler delivers at least once, and none of its attributes is a valid execution name that would stay the
 * same over its attempts. A time may thus start two executions, which the run is made for: it repeats no event's id.
 */
export class IngestionSchedule extends Construct {
  readonly deadLetterQueue: Queue;

  constructor(scope: Construct, id: string, { config, names, stateMachine }: IngestionScheduleProps) {
    super(scope, id);
    this.deadLetterQueue = new Queue(this, 'DeadLetters', {
      queueName: names.scheduleDeadLetters,
      // With a key of SQS's own, which needs no grant and costs nothing: the message is only a time of day.
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
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
        }),
        deadLetterQueue: this.deadLetterQueue,
        // A start that is hours late is worth nothing: the next one covers its window.
        maxEventAge: Duration.hours(2),
        retryAttempts: 20,
      }),
    });
    Validations.of(this.deadLetterQueue).acknowledge({
      id: 'AwsSolutions-SQS3',
      reason: 'This is the dead-letter queue of the schedule; an alarm watches it.',
    });
  }
}
