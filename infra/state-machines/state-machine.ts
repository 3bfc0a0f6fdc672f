import { Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { mapLabels } from '../../workflow/definition.ts';
import { batchesAtOnce, type DeploymentConfig } from '../config.ts';
import { progressTableArn } from '../functions/grants.ts';
import { addLoggedStateMachine } from './logged-state-machine.ts';
import { statesArn } from '../states-arn.ts';
import type { TaskFunctions } from '../functions/task-function.ts';
import type { Names } from '../../workflow/names.ts';
import { titleIngestion, titleIngestionText } from '../../workflow/title-ingestion.ts';

/** The properties of {@link TitleIngestionStateMachine}. */
export interface TitleIngestionStateMachineProps {
  readonly config: DeploymentConfig;
  readonly names: Names;
  readonly functions: TaskFunctions;
}

/** The state machine of `workflow/title-ingestion.asl.json`, with exactly the permissions that the definition uses. */
export class TitleIngestionStateMachine extends Construct {
  readonly stateMachine: StateMachine;

  /** @throws SubstitutionError if the definition's placeholders and the values do not match one to one */
  constructor(scope: Construct, id: string, props: TitleIngestionStateMachineProps) {
    super(scope, id);
    const { config, names, functions } = props;
    const { stateMachine } = addLoggedStateMachine(this, {
      config,
      name: names.stateMachine,
      definitionName: 'title-ingestion',
      definitionText: titleIngestionText,
      functions,
      substitutions: { ProgressTable: names.progressTable, BatchesAtOnce: String(batchesAtOnce(config)) },
      ...permissions(Stack.of(this), names),
    });
    this.stateMachine = stateMachine;
  }
}

/** Returns the permissions that the definition needs besides invoking the functions. */
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
        sid: 'AdvanceWatermark',
        actions: ['dynamodb:UpdateItem'],
        resources: [progressTableArn(stack, names)],
      }),
      // By name: the machine depends on its role, so the role cannot depend on the machine.
      new PolicyStatement({
        sid: 'StartChildren',
        actions: ['states:StartExecution'],
        resources: [statesArn(stack, 'stateMachine', names.stateMachine)],
      }),
      // AWS's own policy for a Distributed Map has the unlabelled ARN here and the labelled one for the redrive:
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
      reason: 'Step Functions chooses the names of child executions when they start.',
    })),
  };
}
