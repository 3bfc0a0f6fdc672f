import { Duration, Stack } from 'aws-cdk-lib';
import { EventField, Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { SfnStateMachine } from 'aws-cdk-lib/aws-events-targets';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { IStateMachine, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { redriverText } from '../../workflow/redrive-failed-run.ts';
import type { DeploymentConfig } from '../config.ts';
import { addDeadLetterQueue } from '../dead-letter-queue.ts';
import { addLoggedStateMachine } from './logged-state-machine.ts';
import { statesArn } from '../states-arn.ts';
import type { TaskFunctions } from '../functions/task-function.ts';
import type { Names } from '../../workflow/names.ts';

/** The properties of {@link Redriver}. */
export interface RedriverProps {
  readonly config: DeploymentConfig;
  readonly names: Names;
  readonly functions: TaskFunctions;
  /** The state machine whose failed executions are redriven. */
  readonly ingestion: IStateMachine;
}

/**
 * Redrives failed and timed-out executions of the ingestion: the state machine of
 * `workflow/redrive-failed-run.asl.json`, the rule that starts it, and the queue of events that the rule could not
 * deliver.
 */
export class Redriver extends Construct {
  readonly stateMachine: StateMachine;
  /** The queue of events that could not start the state machine. */
  readonly deadLetterQueue: Queue;

  constructor(scope: Construct, id: string, { config, names, functions, ingestion }: RedriverProps) {
    super(scope, id);
    const runs = statesArn(Stack.of(this), 'execution', `${names.stateMachine}:*`);
    const { stateMachine } = addLoggedStateMachine(this, {
      config,
      name: names.redriver,
      definitionName: 'redrive-failed-run',
      definitionText: redriverText,
      functions,
      statements: [
        new PolicyStatement({
          sid: 'RedriveRuns',
          actions: ['states:RedriveExecution'],
          resources: [runs],
        }),
      ],
      wildcards: [{ arn: runs, reason: 'The names of executions are not known before they run.' }],
    });
    this.stateMachine = stateMachine;
    this.deadLetterQueue = addDeadLetterQueue(this, names.redriverDeadLetters, 'redriver');
    const rule = new Rule(this, 'Rule', {
      ruleName: names.redriver,
      description: `Starts ${names.redriver} when a run of ${names.stateMachine} has failed or timed out`,
      enabled: config.redriveFailedRuns,
      eventPattern: {
        source: ['aws.states'],
        detailType: ['Step Functions Execution Status Change'],
        detail: {
          // Child executions of the Map Run have the labelled ARN. Executions stopped by a person are ABORTED.
          stateMachineArn: [ingestion.stateMachineArn],
          status: ['FAILED', 'TIMED_OUT'],
        },
      },
    });
    rule.addTarget(
      new SfnStateMachine(this.stateMachine, {
        input: RuleTargetInput.fromEventPath(EventField.fromPath('$.detail')),
        maxEventAge: Duration.hours(24),
        retryAttempts: 185,
        deadLetterQueue: this.deadLetterQueue,
      }),
    );
  }
}
