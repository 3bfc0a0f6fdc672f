import { Aws, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { FilterPattern, MetricFilter } from 'aws-cdk-lib/aws-logs';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { FEEDS } from '../events/feeds.ts';
import { mapLabels } from '../workflow/definition.ts';
import { jsonataList, type Substitutions } from '../workflow/substitutions.ts';
import { batchesAtOnce, type DeploymentConfig } from './config.ts';
import { heldWatermarkMetric } from './metrics.ts';
import { addLoggedStateMachine, statesArn } from './logged-state-machine.ts';
import type { Names } from '../workflow/names.ts';
import { titleIngestion, titleIngestionText } from '../workflow/title-ingestion.ts';

export interface TitleIngestionStateMachineProps {
  readonly config: DeploymentConfig;
  readonly names: Names;
  readonly listNewTitles: IFunction;
  readonly fetchTitleDetails: IFunction;
  readonly checkWatchmode: IFunction;
  readonly publishTitles: IFunction;
  readonly settleDeferred: IFunction;
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
    const { config, names } = props;
    const substitutions: Substitutions = {
      Partition: Aws.PARTITION,
      WatermarkPath: names.watermarkPath,
      Feeds: jsonataList(FEEDS),
      DefaultFeed: config.feed,
      ListNewTitlesFunctionArn: props.listNewTitles.functionArn,
      FetchTitleDetailsFunctionArn: props.fetchTitleDetails.functionArn,
      CheckWatchmodeFunctionArn: props.checkWatchmode.functionArn,
      PublishTitlesFunctionArn: props.publishTitles.functionArn,
      SettleDeferredFunctionArn: props.settleDeferred.functionArn,
      BatchesAtOnce: String(batchesAtOnce(config)),
    };
    const { stateMachine, logGroup } = addLoggedStateMachine(this, {
      config,
      name: names.stateMachine,
      definitionName: 'title-ingestion',
      definitionText: titleIngestionText,
      substitutions: { ...substitutions },
      ...permissions(Stack.of(this), props),
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

/** What the definition asks for, no more. */
function permissions(
  stack: Stack,
  props: TitleIngestionStateMachineProps,
): Pick<Parameters<typeof addLoggedStateMachine>[1], 'statements' | 'wildcards'> {
  const { names, listNewTitles, fetchTitleDetails, checkWatchmode, publishTitles, settleDeferred } = props;
  const ownExecutions = statesArn(stack, 'execution', `${names.stateMachine}:*`);
  const children = mapLabels(titleIngestion).map((label) =>
    statesArn(stack, 'execution', `${names.stateMachine}/${label}:*`),
  );
  return {
    statements: [
      new PolicyStatement({
        sid: 'InvokeTasks',
        actions: ['lambda:InvokeFunction'],
        resources: [listNewTitles, fetchTitleDetails, checkWatchmode, publishTitles, settleDeferred].map(
          (task) => task.functionArn,
        ),
      }),
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
