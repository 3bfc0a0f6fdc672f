import { Annotations, Duration, TimeZone } from 'aws-cdk-lib';
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
import type { Feed } from '../../events/types.ts';
import type { DeploymentConfig } from '../config.ts';
import { addDeadLetterQueue } from '../dead-letter-queue.ts';
import { sweepWarning } from '../settings/sweeps.ts';
import type { Names } from '../../workflow/names.ts';

/** The properties of {@link IngestionSchedule}. */
export interface IngestionScheduleProps {
  readonly config: DeploymentConfig;
  readonly names: Names;
  readonly stateMachine: IStateMachine;
}

/**
 * Starts an execution at each scheduled time, and a sweep at each time of a second schedule, if the deployment has one. A
 * dead-letter queue keeps failed starts.
 *
 * EventBridge Scheduler delivers at least once. None of its attributes is a valid execution name that is the same for all
 * its attempts, so a scheduled time can start two executions. The later one waits until the
 * earlier one has ended, because only one at a time has the open window.
 */
export class IngestionSchedule extends Construct {
  readonly deadLetterQueue: Queue;

  constructor(scope: Construct, id: string, { config, names, stateMachine }: IngestionScheduleProps) {
    super(scope, id);
    const { feed, scheduleExpression, sweepSchedule } = config;
    const deadLetterQueue = addDeadLetterQueue(this, names.scheduleDeadLetters, 'schedule');
    const starts = (constructId: string, starting: Starting) => {
      new Schedule(this, constructId, {
        scheduleName: starting.scheduleName,
        description: starting.description,
        schedule: ScheduleExpression.expression(starting.expression, TimeZone.of(config.scheduleTimeZone)),
        enabled: config.scheduleEnabled,
        target: new StepFunctionsStartExecution(stateMachine, {
          input: ScheduleTargetInput.fromObject(inputOf(starting.feed, config)),
          deadLetterQueue,
          // The next start covers the window of a start that is hours late.
          maxEventAge: Duration.hours(2),
          retryAttempts: 20,
        }),
      });
    };
    starts('Schedule', {
      scheduleName: names.schedule,
      description: `Starts ${names.stateMachine} ${feed === 'catalogue' ? 'to sweep the services' : 'over the open window'}`,
      expression: scheduleExpression,
      feed,
    });
    if (sweepSchedule !== '') {
      starts('SweepSchedule', {
        scheduleName: names.sweepSchedule,
        description: `Starts ${names.stateMachine} to sweep the services`,
        expression: sweepSchedule,
        feed: 'catalogue',
      });
    }
    const warning = sweepWarning(config);
    if (warning !== undefined) Annotations.of(this).addWarningV2('tv-guide:frequent-sweeps', warning);
    this.deadLetterQueue = deadLetterQueue;
  }
}

/** A schedule, and the feed of the runs that it starts. */
interface Starting {
  readonly scheduleName: string;
  readonly description: string;
  readonly expression: string;
  readonly feed: Feed;
}

/** Returns the input of scheduled executions. The services and the limit of credits are defaults of the task. */
function inputOf(feed: Feed, { sweepTypes }: DeploymentConfig): Readonly<Record<string, unknown>> {
  return {
    source: 'schedule',
    scheduledTime: ContextAttribute.scheduledTime,
    // Makes the input readable without the deployment's settings.
    feed,
    ...(feed === 'catalogue' && sweepTypes.length > 0 ? { types: sweepTypes } : {}),
  };
}
