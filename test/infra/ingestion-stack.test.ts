import { describe, expect, it } from '@jest/globals';
import {
  pascalCase,
  TASK_NAMES,
  TASKS,
  type Permission,
  type ProgressPermission,
} from '../../workflow/tasks.ts';
import { OBSERVATION_ACTIONS, TRACING_ACTIONS } from './support/observation.ts';
import { permissionsOf, type Permission as Permitted } from './support/policies.ts';
import { synthesise } from './support/synthesise.ts';
import { allResources, onlyResource, readable, resourcesOf, statementsOf } from './support/template.ts';

const { ingestion } = synthesise();

const logicalId = (type: string, start: string): string => {
  const found = resourcesOf(ingestion, type).map(([id]) => id);
  return found.find((id) => id.startsWith(start)) ?? `no ${start} among ${found.join(', ')}`;
};
const logsOf = (construct: string) => ({
  actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
  resources: [`\${${logicalId('AWS::Logs::LogGroup', construct)}.Arn}`],
});
const TRACE = { actions: TRACING_ACTIONS, resources: ['*'] };
const OBSERVE = { actions: OBSERVATION_ACTIONS, resources: ['*'] };
const invoking = (...constructs: string[]) => ({
  actions: ['lambda:InvokeFunction'],
  resources: constructs.map((name) => `\${${logicalId('AWS::Lambda::Function', name)}.Arn}`),
});
const constructsInvokedBy = (invoker: string) =>
  TASK_NAMES.filter((task) => TASKS[task].invokedBy === invoker)
    .map(pascalCase)
    .sort();
const ACCOUNT = '${AWS::Region}:${AWS::AccountId}';
const TABLE = `arn:\${AWS::Partition}:dynamodb:${ACCOUNT}:table/TvGuideProgress`;
const RUNS = `arn:\${AWS::Partition}:states:${ACCOUNT}:execution:title-ingestion:*`;
const CHILDREN = `arn:\${AWS::Partition}:states:${ACCOUNT}:execution:title-ingestion/IngestTitles:*`;
const MAP_RUNS = `arn:\${AWS::Partition}:states:${ACCOUNT}:mapRun:title-ingestion/IngestTitles:*`;

/** The actions of each permission in the table of tasks. Operations on the progress table are combined. */
const WORK: Readonly<Record<Exclude<Permission, ProgressPermission>, readonly Permitted[]>> = {
  'watchmode-key': [{ actions: ['secretsmanager:GetSecretValue'], resources: ['${WatchmodeApiKey}'] }],
  stream: [
    {
      actions: ['kinesis:PutRecords'],
      resources: [`arn:\${AWS::Partition}:kinesis:${ACCOUNT}:stream/ProgrammeDataStream`],
    },
  ],
  'describe-runs': [{ actions: ['states:DescribeExecution'], resources: [RUNS] }],
  'describe-runs-and-children': [
    { actions: ['states:DescribeExecution'], resources: [CHILDREN, RUNS] },
    { actions: ['states:ListMapRuns'], resources: [RUNS] },
    { actions: ['states:ListExecutions'], resources: [MAP_RUNS] },
  ],
  'earlier-parameters': [
    {
      // The path itself, which is what Systems Manager checks.
      actions: ['ssm:GetParametersByPath'],
      resources: [`arn:\${AWS::Partition}:ssm:${ACCOUNT}:parameter/tv-guide/prod/watermarks`],
    },
  ],
};
const PROGRESS = 'progress-table:';
const isProgress = (permission: Permission): permission is ProgressPermission =>
  permission.startsWith(PROGRESS);

function workOf(mayCall: readonly Permission[]): readonly Permitted[] {
  const onTable = mayCall
    .filter(isProgress)
    .map((permission) => `dynamodb:${permission.slice(PROGRESS.length)}`)
    .sort();
  const others = mayCall.flatMap((permission) => (isProgress(permission) ? [] : WORK[permission]));
  return onTable.length === 0 ? others : [...others, { actions: onTable, resources: [TABLE] }];
}

describe('the role of', () => {
  it.each(TASK_NAMES)('%s may do only the work in the table of tasks, log and trace', (task) => {
    const construct = pascalCase(task);
    const work = workOf(TASKS[task].mayCall);
    const permissions = permissionsOf(ingestion, `${construct}Role`);

    expect(permissions).toHaveLength(work.length + 2);
    expect(permissions).toEqual(expect.arrayContaining([...work, logsOf(construct), TRACE]));
  });

  it('the state machine invokes the tasks, moves the watermark and looks after its children, no more', () => {
    const permissions = permissionsOf(ingestion, 'TitleIngestionRole');

    expect(permissions).toHaveLength(6);
    expect(permissions).toEqual(
      expect.arrayContaining([
        invoking(...constructsInvokedBy('title-ingestion')),
        { actions: ['dynamodb:UpdateItem'], resources: [TABLE] },
        {
          actions: ['states:StartExecution'],
          resources: [`arn:\${AWS::Partition}:states:${ACCOUNT}:stateMachine:title-ingestion`],
        },
        { actions: ['states:DescribeExecution', 'states:StopExecution'], resources: [CHILDREN, RUNS] },
        { actions: ['states:RedriveExecution'], resources: [CHILDREN] },
        OBSERVE,
      ]),
    );
  });

  it('the redriver has failed runs judged, and redrives them, no more', () => {
    const permissions = permissionsOf(ingestion, 'RedriverRole');

    expect(permissions).toHaveLength(3);
    expect(permissions).toEqual(
      expect.arrayContaining([
        invoking(...constructsInvokedBy('redrive-failed-run')),
        { actions: ['states:RedriveExecution'], resources: [RUNS] },
        OBSERVE,
      ]),
    );
  });

  it('the rule starts the redriver, no more', () => {
    expect(permissionsOf(ingestion, 'RedriverStateMachineEventsRole')).toEqual([
      {
        actions: ['states:StartExecution'],
        resources: [`\${${logicalId('AWS::StepFunctions::StateMachine', 'Redriver')}}`],
      },
    ]);
  });

  it('the schedule starts the state machine and writes its dead letters, no more', () => {
    const permissions = permissionsOf(ingestion, 'SchedulerRole');

    expect(permissions).toHaveLength(2);
    expect(permissions).toEqual(
      expect.arrayContaining([
        {
          actions: ['states:StartExecution'],
          resources: [`\${${logicalId('AWS::StepFunctions::StateMachine', 'TitleIngestion')}}`],
        },
        {
          actions: ['sqs:SendMessage'],
          resources: [`\${${logicalId('AWS::SQS::Queue', 'ScheduleDeadLetters')}.Arn}`],
        },
      ]),
    );
  });

  it('the other schedule invokes measure-progress, no more', () => {
    expect(permissionsOf(ingestion, 'MeasureScheduleRole')).toEqual([invoking('MeasureProgress')]);
  });
});

describe('the roles', () => {
  // permissions.test.ts tests the role of the CDK's own function.
  const roles = resourcesOf(ingestion, 'AWS::IAM::Role')
    .filter(([id]) => !id.startsWith('AWSCDK'))
    .map(([, { Properties }]) => Properties);

  it('are each for one service, and have no managed policies', () => {
    const services = roles.flatMap((role) =>
      statementsOf(role, 'AssumeRolePolicyDocument').map(({ Principal }) => Principal.Service),
    );

    expect(services.sort()).toEqual([
      'events.amazonaws.com',
      ...TASK_NAMES.map(() => 'lambda.amazonaws.com'),
      'scheduler.amazonaws.com',
      'scheduler.amazonaws.com',
      'states.amazonaws.com',
      'states.amazonaws.com',
    ]);
    expect(roles.filter((role) => 'ManagedPolicyArns' in role)).toEqual([]);
  });

  it.each([
    ['states.amazonaws.com', 'ArnLike', `states:${ACCOUNT}:stateMachine:*`],
    ['scheduler.amazonaws.com', 'StringEquals', `scheduler:${ACCOUNT}:schedule-group/default`],
  ])('allow %s only on behalf of this account, by its %s', (service, operator, source) => {
    const trusts = roles
      .flatMap((role) => statementsOf(role, 'AssumeRolePolicyDocument'))
      .filter(({ Principal }) => Principal.Service === service);

    expect(trusts).toHaveLength(2);
    for (const { Condition = {} } of trusts) {
      expect(Condition['StringEquals']).toMatchObject({ 'aws:SourceAccount': { Ref: 'AWS::AccountId' } });
      expect(readable(Condition[operator]?.['aws:SourceArn'])).toBe(`arn:\${AWS::Partition}:${source}`);
    }
  });
});

describe('the secret', () => {
  it('is created without a value, so that no deployment changes the key', () => {
    const { Properties, DeletionPolicy } = onlyResource(ingestion, 'AWS::SecretsManager::Secret');

    expect(Properties).not.toHaveProperty('SecretString');
    expect(Properties).not.toHaveProperty('GenerateSecretString');
    expect(DeletionPolicy).toBe('Delete');
  });
});

describe('the ingestion stack', () => {
  it('contains nothing that must be retained', () => {
    const types = new Set(allResources(ingestion).map(([, { Type }]) => Type));

    expect([...types].filter((type) => /::(SSM|Kinesis|DynamoDB)::/.test(type))).toEqual([]);
  });

  it('keeps every log for the configured time, and deletes all with the stack', () => {
    const groups = resourcesOf(
      synthesise({ plan: 'paid', logRetentionDays: '90' }).ingestion,
      'AWS::Logs::LogGroup',
    );

    expect(groups.map(([, { Properties }]) => Properties['LogGroupName'] as string).sort()).toEqual([
      ...[...TASK_NAMES, 'take-over-progress-trigger']
        .map((name) => `/aws/lambda/title-ingestion-${name}`)
        .sort(),
      '/aws/vendedlogs/states/redrive-failed-run',
      '/aws/vendedlogs/states/title-ingestion',
    ]);
    expect(groups.map(([, { Properties }]) => Properties['RetentionInDays'])).toEqual(
      Array(groups.length).fill(90),
    );
    const functions = resourcesOf(ingestion, 'AWS::Lambda::Function');
    expect(functions.filter(([, { Properties }]) => !('LoggingConfig' in Properties))).toEqual([]);
    expect(groups.map(([, { DeletionPolicy }]) => DeletionPolicy)).toEqual(
      Array(groups.length).fill('Delete'),
    );
  });
});
