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
 * Starts an execution at the scheduled times, and keeps what could not be started.
 *
 * EventBridge Scheduler delivers at least once, and none of its attributes is a valid execution name that would stay the
 * same over its attempts. A time may thus start two executions, which the run is made for: it repeats no event's id.
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
          // Named, so that who reads an execution's input need not know the deployment.
          feed: config.feed,
        }),
        deadLetterQueue: this.deadLetterQueue,
        // A start that is hours late is worth nothing: the next one covers its window.
        maxEventAge: Duration.hours(2),
        retryAttempts: 20,
      }),
    });
  }
}
