import { describe, expect, it } from '@jest/globals';
import { OBSERVATION_ACTIONS, TRACING_ACTIONS } from './support/observation.ts';
import { permissionsOf } from './support/policies.ts';
import {
  allResources,
  onlyResource,
  readable,
  resourcesOf,
  statementsOf,
  synthesise,
} from './support/synthesise.ts';

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
const READ_KEY = { actions: ['secretsmanager:GetSecretValue'], resources: ['${WatchmodeApiKey}'] };
const ACCOUNT = '${AWS::Region}:${AWS::AccountId}';
const TABLE = `arn:\${AWS::Partition}:dynamodb:${ACCOUNT}:table/TvGuideProgress`;
const RUNS = `arn:\${AWS::Partition}:states:${ACCOUNT}:execution:title-ingestion:*`;
const CHILDREN = `arn:\${AWS::Partition}:states:${ACCOUNT}:execution:title-ingestion/IngestTitles:*`;
const MAP_RUNS = `arn:\${AWS::Partition}:states:${ACCOUNT}:mapRun:title-ingestion/IngestTitles:*`;

describe('the role of', () => {
  it.each([
    [
      'ListNewTitles',
      [
        READ_KEY,
        { actions: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query'], resources: [TABLE] },
        { actions: ['states:DescribeExecution'], resources: [RUNS] },
      ],
    ],
    ['FetchTitleDetails', [READ_KEY]],
    ['CheckWatchmode', [READ_KEY]],
    [
      'PublishTitles',
      [
        {
          actions: ['kinesis:PutRecords'],
          resources: [`arn:\${AWS::Partition}:kinesis:${ACCOUNT}:stream/ProgrammeDataStream`],
        },
        {
          actions: ['dynamodb:BatchGetItem', 'dynamodb:DeleteItem', 'dynamodb:PutItem'],
          resources: [TABLE],
        },
      ],
    ],
    [
      'JudgeFailedRun',
      [
        { actions: ['dynamodb:GetItem'], resources: [TABLE] },
        { actions: ['states:DescribeExecution'], resources: [CHILDREN, RUNS] },
        { actions: ['states:ListMapRuns'], resources: [RUNS] },
        { actions: ['states:ListExecutions'], resources: [MAP_RUNS] },
      ],
    ],
    ['MeasureProgress', [{ actions: ['dynamodb:GetItem'], resources: [TABLE] }]],
    [
      'TakeOverProgress',
      [
        { actions: ['dynamodb:GetItem', 'dynamodb:PutItem'], resources: [TABLE] },
        {
          // The path itself, which is what Systems Manager checks.
          actions: ['ssm:GetParametersByPath'],
          resources: [`arn:\${AWS::Partition}:ssm:${ACCOUNT}:parameter/tv-guide/prod/watermarks`],
        },
      ],
    ],
  ])('%s does its work, logs and traces, no more', (construct, work) => {
    const permissions = permissionsOf(ingestion, `${construct}Role`);

    expect(permissions).toHaveLength(work.length + 2);
    expect(permissions).toEqual(expect.arrayContaining([...work, logsOf(construct), TRACE]));
  });

  it('the state machine invokes the tasks, moves the watermark and looks after its children, no more', () => {
    const permissions = permissionsOf(ingestion, 'TitleIngestionRole');

    expect(permissions).toHaveLength(6);
    expect(permissions).toEqual(
      expect.arrayContaining([
        invoking('CheckWatchmode', 'FetchTitleDetails', 'ListNewTitles', 'PublishTitles'),
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
        invoking('JudgeFailedRun'),
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
  // But for that of the CDK's own function, which permissions.cases.ts looks at.
  const roles = resourcesOf(ingestion, 'AWS::IAM::Role')
    .filter(([id]) => !id.startsWith('AWSCDK'))
    .map(([, { Properties }]) => Properties);

  it('are twelve, each for one service, and have no managed policies', () => {
    const services = roles.flatMap((role) =>
      statementsOf(role, 'AssumeRolePolicyDocument').map(({ Principal }) => Principal.Service),
    );

    expect(services.sort()).toEqual([
      'events.amazonaws.com',
      ...Array<string>(7).fill('lambda.amazonaws.com'),
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
  ])('let %s in only on behalf of this account, by its %s', (service, operator, source) => {
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
  it('is made without a value, so that no deployment touches the key that was put in', () => {
    const { Properties, DeletionPolicy } = onlyResource(ingestion, 'AWS::SecretsManager::Secret');

    expect(Properties).not.toHaveProperty('SecretString');
    expect(Properties).not.toHaveProperty('GenerateSecretString');
    expect(DeletionPolicy).toBe('Delete');
  });
});

describe('the ingestion stack', () => {
  it('holds nothing that must outlive it', () => {
    const types = new Set(allResources(ingestion).map(([, { Type }]) => Type));

    expect([...types].filter((type) => /::(SSM|Kinesis|DynamoDB)::/.test(type))).toEqual([]);
  });

  it('keeps every log for as long as configured, and leaves none behind', () => {
    const groups = resourcesOf(synthesise({ logRetentionDays: '90' }).ingestion, 'AWS::Logs::LogGroup');

    expect(groups.map(([, { Properties }]) => Properties['LogGroupName'] as string).sort()).toEqual([
      '/aws/lambda/title-ingestion-check-watchmode',
      '/aws/lambda/title-ingestion-fetch-title-details',
      '/aws/lambda/title-ingestion-judge-failed-run',
      '/aws/lambda/title-ingestion-list-new-titles',
      '/aws/lambda/title-ingestion-measure-progress',
      '/aws/lambda/title-ingestion-publish-titles',
      '/aws/lambda/title-ingestion-take-over-progress',
      '/aws/lambda/title-ingestion-take-over-progress-trigger',
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
