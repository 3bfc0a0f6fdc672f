import { Aws, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { FilterPattern, MetricFilter } from 'aws-cdk-lib/aws-logs';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { FEEDS } from '../events/feeds.ts';
import { mapLabels } from '../workflow/definition.ts';
import { jsonataList, type Substitutions } from '../workflow/substitutions.ts';
import { batchesAtOnce, type DeploymentConfig } from './config.ts';
import { heldWatermarkMetric } from './metrics.ts';
import { addLoggedStateMachine, statesArn } from './logged-state-machine.ts';
import { invocationsIn, type TaskFunctions } from './task-invocations.ts';
import type { Names } from '../workflow/names.ts';
import { titleIngestion, titleIngestionText } from '../workflow/title-ingestion.ts';

export interface TitleIngestionStateMachineProps {
  readonly config: DeploymentConfig;
  readonly names: Names;
  readonly functions: TaskFunctions;
}

/**
 * The log of a run that has left the watermark where it was. Its output is a text within the event's JSON: the two dots
 * stand for the quotation mark and the colon, which a pattern cannot hold.
 */
export const HELD_WATERMARK_PATTERN =
  '{ ($.type = "ExecutionSucceeded") && ($.details.output = %watermarkHeld..true%) }';

/** The state machine from `workflow/title-ingestion.asl.json`, with exactly the permissions that the definition uses. */
export class TitleIngestionStateMachine extends Construct {
  readonly stateMachine: StateMachine;

  /** @throws SubstitutionError when the definition's placeholders and our values do not match one to one */
  constructor(scope: Construct, id: string, props: TitleIngestionStateMachineProps) {
    super(scope, id);
    const { config, names, functions } = props;
    const invocations = invocationsIn(titleIngestionText, functions);
    const substitutions: Omit<Substitutions, `${string}FunctionArn`> = {
      Partition: Aws.PARTITION,
      WatermarkPath: names.watermarkPath,
      Feeds: jsonataList(FEEDS),
      DefaultFeed: config.feed,
      BatchesAtOnce: String(batchesAtOnce(config)),
    };
    const { statements, wildcards } = permissions(Stack.of(this), names);
    const { stateMachine, logGroup } = addLoggedStateMachine(this, {
      config,
      name: names.stateMachine,
      definitionName: 'title-ingestion',
      definitionText: titleIngestionText,
      substitutions: { ...substitutions, ...invocations.substitutions },
      statements: [...invocations.statements, ...statements],
      wildcards,
    });
    this.stateMachine = stateMachine;
    new MetricFilter(this, 'WatermarkHeld', {
      logGroup,
      filterPattern: FilterPattern.literal(HELD_WATERMARK_PATTERN),
      ...heldWatermarkMetric(config.stage),
      metricValue: '1',
    });
  }
}

/** What the definition asks for besides the functions, no more. */
function permissions(
  stack: Stack,
  names: Names,
): Pick<Parameters<typeof addLoggedStateMachine>[1], 'statements' | 'wildcards'> {
  const ownExecutions = statesArn(stack, 'execution', `${names.stateMachine}:*`);
  const children = mapLabels(titleIngestion).map((label) =>
    statesArn(stack, 'execution', `${names.stateMachine}/${label}:*`),
  );
  return {
    statements: [
      new PolicyStatement({
        sid: 'ReadAndMoveWatermark',
        actions: ['ssm:GetParameter', 'ssm:PutParameter'],
        resources: FEEDS.map((feed) =>
          stack.formatArn({
            service: 'ssm',
            resource: 'parameter',
            resourceName: `${names.watermarkPath.slice(1)}/${feed}`,
          }),
        ),
      }),
      new PolicyStatement({
        sid: 'FindOtherRuns',
        actions: ['states:ListExecutions'],
        resources: [statesArn(stack, 'stateMachine', names.stateMachine)],
      }),
      // By name and not by reference: the machine depends on its role, and so the role cannot depend on the machine.
      new PolicyStatement({
        sid: 'StartChildren',
        actions: ['states:StartExecution'],
        resources: [statesArn(stack, 'stateMachine', names.stateMachine)],
      }),
      // AWS's own policy for a Distributed Map names the unlabelled ARN here and the labelled one for the redrive:
      // https://docs.aws.amazon.com/step-functions/latest/dg/iam-policies-eg-dist-map.html
      new PolicyStatement({
        sid: 'FollowAndStopChildren',
        actions: ['states:DescribeExecution', 'states:StopExecution'],
        resources: [ownExecutions, ...children],
      }),
      new PolicyStatement({
        sid: 'RedriveChildren',
        actions: ['states:RedriveExecution'],
        resources: children,
      }),
    ],
    wildcards: [ownExecutions, ...children].map((arn) => ({
      arn,
      reason: "The names of child executions are Step Functions' own and not known before they run.",
    })),
  };
}
