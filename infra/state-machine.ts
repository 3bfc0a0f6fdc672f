import { ArnFormat, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { DefinitionBody, LogLevel, StateMachine, StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { checkSubstitutions, definitionText, type Substitutions } from '../workflow/substitutions.ts';
import type { DeploymentConfig } from './config.ts';
import { definition, mapLabels } from './definition.ts';
import type { Names } from './names.ts';

export interface TitleIngestionStateMachineProps {
  readonly config: DeploymentConfig;
  readonly names: Names;
  readonly listNewTitles: IFunction;
  readonly fetchTitleDetails: IFunction;
  readonly publishTitles: IFunction;
}

/** The state machine from `workflow/title-ingestion.asl.json`, with exactly the permissions that the definition uses. */
export class TitleIngestionStateMachine extends Construct {
  readonly stateMachine: StateMachine;

  /** @throws SubstitutionError when the definition's placeholders and our values do not match one to one */
  constructor(scope: Construct, id: string, props: TitleIngestionStateMachineProps) {
    super(scope, id);
    const { config, names } = props;
    const substitutions: Substitutions = {
      WatermarkParameterName: names.watermarkParameter,
      ListNewTitlesFunctionArn: props.listNewTitles.functionArn,
      FetchTitleDetailsFunctionArn: props.fetchTitleDetails.functionArn,
      PublishTitlesFunctionArn: props.publishTitles.functionArn,
      BatchesAtOnce: String(config.batchesAtOnce),
      TitlesAtOnce: String(config.titlesAtOnce),
    };
    checkSubstitutions(definitionText, { ...substitutions });
    const logGroup = new LogGroup(this, 'Logs', {
      // Below /aws/vendedlogs, for the account's log resource policy would reach its size limit otherwise:
      // https://docs.aws.amazon.com/step-functions/latest/dg/bp-cwl.html
      logGroupName: `/aws/vendedlogs/states/${names.stateMachine}`,
      retention: config.logRetentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const role = this.createRole(props);
    this.stateMachine = new StateMachine(this, 'StateMachine', {
      stateMachineName: names.stateMachine,
      stateMachineType: StateMachineType.STANDARD,
      definitionBody: DefinitionBody.fromString(definitionText),
      definitionSubstitutions: { ...substitutions },
      role,
      logs: { destination: logGroup, level: LogLevel.ALL, includeExecutionData: true },
      tracingEnabled: true,
    });
    Validations.of(role).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason:
        'The actions that set up log delivery, and the write actions of X-Ray, accept only *; the construct library adds them for logging and tracing.',
    });
  }

  private createRole({
    names,
    listNewTitles,
    fetchTitleDetails,
    publishTitles,
  }: TitleIngestionStateMachineProps): Role {
    const stack = Stack.of(this);
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('states.amazonaws.com', {
        conditions: {
          StringEquals: { 'aws:SourceAccount': stack.account },
          ArnLike: { 'aws:SourceArn': stateArn(stack, 'stateMachine', '*') },
        },
      }),
      description: `What the state machine ${names.stateMachine} may do`,
    });
    const ownExecutions = stateArn(stack, 'execution', `${names.stateMachine}:*`);
    const children = mapLabels(definition).map((label) =>
      stateArn(stack, 'execution', `${names.stateMachine}/${label}:*`),
    );
    const statements = [
      new PolicyStatement({
        sid: 'InvokeTasks',
        actions: ['lambda:InvokeFunction'],
        resources: [listNewTitles, fetchTitleDetails, publishTitles].map((task) => task.functionArn),
      }),
      new PolicyStatement({
        sid: 'ReadAndMoveWatermark',
        actions: ['ssm:GetParameter', 'ssm:PutParameter'],
        resources: [
          stack.formatArn({
            service: 'ssm',
            resource: 'parameter',
            resourceName: names.watermarkParameter.slice(1),
          }),
        ],
      }),
      // By name and not by reference: the machine depends on its role, and so the role cannot depend on the machine.
      new PolicyStatement({
        sid: 'StartChildren',
        actions: ['states:StartExecution'],
        resources: [stateArn(stack, 'stateMachine', names.stateMachine)],
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
    ];
    for (const statement of statements) role.addToPolicy(statement);
    for (const name of [
      names.stateMachine,
      ...mapLabels(definition).map((label) => `${names.stateMachine}/${label}`),
    ]) {
      Validations.of(role).acknowledge({
        id: `AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:states:<AWS::Region>:<AWS::AccountId>:execution:${name}:*]`,
        reason: "The names of child executions are Step Functions' own and not known before they run.",
      });
    }
    return role;
  }
}

function stateArn(stack: Stack, resource: 'stateMachine' | 'execution', name: string): string {
  return stack.formatArn({
    service: 'states',
    resource,
    resourceName: name,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
}
