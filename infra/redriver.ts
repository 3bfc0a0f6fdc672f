import { Aws, Duration, Stack } from 'aws-cdk-lib';
import { EventField, Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { SfnStateMachine } from 'aws-cdk-lib/aws-events-targets';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { IStateMachine, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { FEEDS } from '../events/feeds.ts';
import {
  permanentErrorsExpression,
  REDRIVE_WAIT_SECONDS,
  redriverText,
  type RedriverSubstitutions,
} from '../workflow/redrive-failed-run.ts';
import { jsonataList } from '../workflow/substitutions.ts';
import type { DeploymentConfig } from './config.ts';
import { addDeadLetterQueue } from './dead-letter-queue.ts';
import { mapLabels } from '../workflow/definition.ts';
import { titleIngestion } from '../workflow/title-ingestion.ts';
import { addLoggedStateMachine, statesArn } from './logged-state-machine.ts';
import { invocationsIn, type TaskFunctions } from './task-invocations.ts';
import type { Names } from '../workflow/names.ts';

export interface RedriverProps {
  readonly config: DeploymentConfig;
  readonly names: Names;
  readonly functions: TaskFunctions;
  /** The state machine whose failed executions are redriven. */
  readonly ingestion: IStateMachine;
}

/**
 * Redrives executions of the ingestion that failed or timed out: the state machine of
 * `workflow/redrive-failed-run.asl.json`, the rule that starts it for each such end, and the queue that keeps what
 * the rule could not deliver.
 */
export class Redriver extends Construct {
  readonly stateMachine: StateMachine;
  /** Events about failed runs that could not start the state machine. */
  readonly deadLetterQueue: Queue;

  constructor(scope: Construct, id: string, { config, names, functions, ingestion }: RedriverProps) {
    super(scope, id);
    const invocations = invocationsIn(redriverText, functions);
    const substitutions: Omit<RedriverSubstitutions, `${string}FunctionArn`> = {
      Partition: Aws.PARTITION,
      RedriveWaitSeconds: String(REDRIVE_WAIT_SECONDS),
      Feeds: jsonataList(FEEDS),
      DefaultFeed: config.feed,
      WatermarkPath: names.watermarkPath,
      PermanentErrors: permanentErrorsExpression,
    };
    const { statements, wildcards } = permissions(Stack.of(this), names);
    const { stateMachine } = addLoggedStateMachine(this, {
      config,
      name: names.redriver,
      definitionName: 'redrive-failed-run',
      definitionText: redriverText,
      substitutions: { ...substitutions, ...invocations.substitutions },
      statements: [...invocations.statements, ...statements],
      wildcards,
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
          // Child executions of the Map Run have the labelled ARN, and those that a person stopped are ABORTED.
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

/** What the definition asks for besides functions, no more. By name and not by reference, as the ingestion's own role has it. */
function permissions(
  stack: Stack,
  { stateMachine, watermarkPath }: Names,
): Pick<Parameters<typeof addLoggedStateMachine>[1], 'statements' | 'wildcards'> {
  const runs = statesArn(stack, 'execution', `${stateMachine}:*`);
  const labels = mapLabels(titleIngestion);
  const children = labels.map((label) => statesArn(stack, 'execution', `${stateMachine}/${label}:*`));
  const mapRuns = labels.map((label) => statesArn(stack, 'mapRun', `${stateMachine}/${label}:*`));
  const watermarks = FEEDS.map((feed) =>
    stack.formatArn({
      service: 'ssm',
      resource: 'parameter',
      resourceName: `${watermarkPath.slice(1)}/${feed}`,
    }),
  );
  const named = 'The names of executions and Map Runs are not known before they run.';
  return {
    statements: [
      new PolicyStatement({
        sid: 'LookAtRuns',
        actions: ['states:DescribeExecution'],
        resources: [runs, ...children],
      }),
      new PolicyStatement({
        sid: 'FindRuns',
        actions: ['states:ListExecutions'],
        resources: [statesArn(stack, 'stateMachine', stateMachine), ...mapRuns],
      }),
      new PolicyStatement({
        sid: 'FindMapRunAndRedrive',
        actions: ['states:ListMapRuns', 'states:RedriveExecution'],
        resources: [runs],
      }),
      new PolicyStatement({
        sid: 'ReadWatermarks',
        actions: ['ssm:GetParameter'],
        resources: watermarks,
      }),
    ],
    wildcards: [runs, ...children, ...mapRuns].map((arn) => ({ arn, reason: named })),
  };
}
