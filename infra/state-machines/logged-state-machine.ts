import { Aws, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { DefinitionBody, LogLevel, StateMachine, StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { checkSubstitutions } from '../../workflow/substitutions.ts';
import { functionArns, type StateMachineName } from '../../workflow/tasks.ts';
import type { DeploymentConfig } from '../config.ts';
import { statesArn } from '../states-arn.ts';
import type { TaskFunctions } from '../functions/task-function.ts';
import { acknowledgeWildcards, type Wildcard } from '../wildcards.ts';

/** The properties of {@link LoggedStateMachine}. */
export interface LoggedStateMachineProps {
  readonly config: DeploymentConfig;
  readonly name: string;
  /** The name of the definition in `workflow/`, the same in all stages. */
  readonly definitionName: StateMachineName;
  /** A definition of `workflow/` with its placeholders. */
  readonly definitionText: string;
  /** The functions of the tasks. The state machine may invoke its own. */
  readonly functions: TaskFunctions;
  /** The values of the placeholders besides the partition and the functions. Default: none. */
  readonly substitutions?: Readonly<Record<string, string>>;
  /** The permissions of its role besides invoking, logging and tracing. */
  readonly statements: readonly PolicyStatement[];
  /** ARNs in the statements that end in a wildcard, each with the reason. */
  readonly wildcards: readonly Wildcard[];
}

/** A state machine and its log group. */
export interface LoggedStateMachine {
  readonly stateMachine: StateMachine;
  readonly logGroup: LogGroup;
}

/**
 * Adds a Standard state machine with full logging and tracing to `scope`. Only Step Functions in this account can assume
 * its role.
 *
 * @throws SubstitutionError if the definition's placeholders and the values do not match one to one
 */
export function addLoggedStateMachine(scope: Construct, props: LoggedStateMachineProps): LoggedStateMachine {
  const { config, name, definitionName, definitionText, functions, wildcards } = props;
  const stack = Stack.of(scope);
  const invoked = functionArns(definitionName, (task) => functions[task].functionArn);
  const substitutions = { Partition: Aws.PARTITION, ...props.substitutions, ...invoked };
  checkSubstitutions(definitionText, substitutions, definitionName);
  const logGroup = new LogGroup(scope, 'Logs', {
    // Outside /aws/vendedlogs, the account's log resource policy would reach its size limit:
    // https://docs.aws.amazon.com/step-functions/latest/dg/bp-cwl.html
    logGroupName: `/aws/vendedlogs/states/${name}`,
    retention: config.logRetentionDays,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  const role = new Role(scope, 'Role', {
    assumedBy: new ServicePrincipal('states.amazonaws.com', {
      conditions: {
        StringEquals: { 'aws:SourceAccount': stack.account },
        ArnLike: { 'aws:SourceArn': statesArn(stack, 'stateMachine', '*') },
      },
    }),
    description: `Permissions of the state machine ${name}`,
  });
  const invocation = new PolicyStatement({
    sid: 'InvokeTasks',
    actions: ['lambda:InvokeFunction'],
    resources: Object.values(invoked),
  });
  for (const statement of [invocation, ...props.statements]) role.addToPolicy(statement);
  const stateMachine = new StateMachine(scope, 'StateMachine', {
    stateMachineName: name,
    stateMachineType: StateMachineType.STANDARD,
    definitionBody: DefinitionBody.fromString(definitionText),
    definitionSubstitutions: substitutions,
    role,
    logs: { destination: logGroup, level: LogLevel.ALL, includeExecutionData: true },
    tracingEnabled: true,
  });
  Validations.of(role).acknowledge({
    id: 'AwsSolutions-IAM5[Resource::*]',
    reason:
      'The actions that set up log delivery, and the write actions of X-Ray, accept only *; the construct library adds them for logging and tracing.',
  });
  acknowledgeWildcards(role, wildcards);
  return { stateMachine, logGroup };
}
