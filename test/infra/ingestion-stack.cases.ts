import { describe, expect, it } from '@jest/globals';
import { FEEDS } from '../../events/feeds.ts';
import { permissionsOf } from './support/policies.ts';
import { onlyResource, readable, resourcesOf, statementsOf, synthesise } from './support/synthesise.ts';

const { ingestion } = synthesise();

const logicalId = (type: string, start: string): string => {
  const found = resourcesOf(ingestion, type).map(([id]) => id);
  return found.find((id) => id.startsWith(start)) ?? `no ${start} among ${found.join(', ')}`;
};
const logsOf = (construct: string) => ({
  actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
  resources: [`\${${logicalId('AWS::Logs::LogGroup', construct)}.Arn}`],
});
const TRACE = { actions: ['xray:PutTelemetryRecords', 'xray:PutTraceSegments'], resources: ['*'] };
const READ_KEY = { actions: ['secretsmanager:GetSecretValue'], resources: ['${WatchmodeApiKey}'] };
const ACCOUNT = '${AWS::Region}:${AWS::AccountId}';
const WATERMARKS = [...FEEDS]
  .sort()
  .map((feed) => `arn:\${AWS::Partition}:ssm:${ACCOUNT}:parameter/tv-guide/prod/watermarks/${feed}`);

describe('the role of', () => {
  it.each(['ListNewTitles', 'FetchTitleDetails', 'CheckWatchmode'])(
    '%s reads the key, logs and traces, no more',
    (construct) => {
      const permissions = permissionsOf(ingestion, `${construct}Role`);

      expect(permissions).toHaveLength(3);
      expect(permissions).toEqual(expect.arrayContaining([READ_KEY, logsOf(construct), TRACE]));
    },
  );

  it('PublishTitles writes the one stream, logs and traces, no more', () => {
    const permissions = permissionsOf(ingestion, 'PublishTitlesRole');

    expect(permissions).toHaveLength(3);
    expect(permissions).toEqual(
      expect.arrayContaining([
        {
          actions: ['kinesis:PutRecords'],
          resources: [`arn:\${AWS::Partition}:kinesis:${ACCOUNT}:stream/ProgrammeDataStream`],
        },
        logsOf('PublishTitles'),
        TRACE,
      ]),
    );
  });

  it('the state machine invokes the tasks, keeps the watermark and looks after its children, no more', () => {
    const permissions = permissionsOf(ingestion, 'TitleIngestionRole');
    const functions = [
      'CheckWatchmode',
      'FetchTitleDetails',
      'ListNewTitles',
      'PublishTitles',
      'SettleDeferred',
    ];
    const children = `arn:\${AWS::Partition}:states:${ACCOUNT}:execution:title-ingestion/IngestTitles:*`;

    expect(permissions).toHaveLength(7);
    expect(permissions).toEqual(
      expect.arrayContaining([
        {
          actions: ['lambda:InvokeFunction'],
          resources: functions.map((name) => `\${${logicalId('AWS::Lambda::Function', name)}.Arn}`),
        },
        {
          actions: ['ssm:GetParameter', 'ssm:PutParameter'],
          resources: WATERMARKS,
        },
        {
          actions: ['states:StartExecution'],
          resources: [`arn:\${AWS::Partition}:states:${ACCOUNT}:stateMachine:title-ingestion`],
        },
        {
          actions: ['states:ListExecutions'],
          resources: [`arn:\${AWS::Partition}:states:${ACCOUNT}:stateMachine:title-ingestion`],
        },
        {
          actions: ['states:DescribeExecution', 'states:StopExecution'],
          resources: [children, `arn:\${AWS::Partition}:states:${ACCOUNT}:execution:title-ingestion:*`],
        },
        { actions: ['states:RedriveExecution'], resources: [children] },
        {
          // What CloudWatch Logs and X-Ray need; neither knows resources for these.
          actions: [
            'logs:CreateLogDelivery',
            'logs:DeleteLogDelivery',
            'logs:DescribeLogGroups',
            'logs:DescribeResourcePolicies',
            'logs:GetLogDelivery',
            'logs:ListLogDeliveries',
            'logs:PutResourcePolicy',
            'logs:UpdateLogDelivery',
            'xray:GetSamplingRules',
            'xray:GetSamplingTargets',
            'xray:PutTelemetryRecords',
            'xray:PutTraceSegments',
          ],
          resources: ['*'],
        },
      ]),
    );
  });

  it('the redriver looks at runs, their children and the watermarks, and redrives runs, no more', () => {
    const permissions = permissionsOf(ingestion, 'RedriverRole');
    const runs = `arn:\${AWS::Partition}:states:${ACCOUNT}:execution:title-ingestion:*`;
    const children = `arn:\${AWS::Partition}:states:${ACCOUNT}:execution:title-ingestion/IngestTitles:*`;

    expect(permissions).toHaveLength(5);
    expect(permissions).toEqual(
      expect.arrayContaining([
        { actions: ['states:DescribeExecution'], resources: [children, runs] },
        {
          actions: ['states:ListExecutions'],
          resources: [
            `arn:\${AWS::Partition}:states:${ACCOUNT}:mapRun:title-ingestion/IngestTitles:*`,
            `arn:\${AWS::Partition}:states:${ACCOUNT}:stateMachine:title-ingestion`,
          ],
        },
        { actions: ['states:ListMapRuns', 'states:RedriveExecution'], resources: [runs] },
        { actions: ['ssm:GetParameter'], resources: WATERMARKS },
        expect.objectContaining({ resources: ['*'] }),
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
});

describe('the roles', () => {
  it('are nine, each for one service, and have no managed policies', () => {
    const roles = resourcesOf(ingestion, 'AWS::IAM::Role').map(([, { Properties }]) => Properties);
    const services = roles.flatMap((role) =>
      statementsOf(role, 'AssumeRolePolicyDocument').map(({ Principal }) => Principal.Service),
    );

    expect(services.sort()).toEqual([
      'events.amazonaws.com',
      'lambda.amazonaws.com',
      'lambda.amazonaws.com',
      'lambda.amazonaws.com',
      'lambda.amazonaws.com',
      'lambda.amazonaws.com',
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
    const [trust] = resourcesOf(ingestion, 'AWS::IAM::Role')
      .flatMap(([, { Properties }]) => statementsOf(Properties, 'AssumeRolePolicyDocument'))
      .filter(({ Principal }) => Principal.Service === service);
    const { Condition = {} } = trust!;

    expect(Condition['StringEquals']).toMatchObject({ 'aws:SourceAccount': { Ref: 'AWS::AccountId' } });
    expect(readable(Condition[operator]?.['aws:SourceArn'])).toBe(`arn:\${AWS::Partition}:${source}`);
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
  it('holds no parameter, so that the watermark outlives it and is never overwritten', () => {
    expect(resourcesOf(ingestion, 'AWS::SSM::Parameter')).toEqual([]);
    expect(resourcesOf(ingestion, 'AWS::Kinesis::Stream')).toEqual([]);
  });

  it('keeps every log for as long as configured, and leaves none behind', () => {
    const groups = resourcesOf(synthesise({ logRetentionDays: '90' }).ingestion, 'AWS::Logs::LogGroup');

    expect(groups.map(([, { Properties }]) => Properties['LogGroupName'] as string).sort()).toEqual([
      '/aws/lambda/title-ingestion-check-watchmode',
      '/aws/lambda/title-ingestion-fetch-title-details',
      '/aws/lambda/title-ingestion-list-new-titles',
      '/aws/lambda/title-ingestion-publish-titles',
      '/aws/lambda/title-ingestion-settle-deferred',
      '/aws/vendedlogs/states/redrive-failed-run',
      '/aws/vendedlogs/states/title-ingestion',
    ]);
    expect(groups.map(([, { Properties }]) => Properties['RetentionInDays'])).toEqual(Array(7).fill(90));
    expect(groups.map(([, { DeletionPolicy }]) => DeletionPolicy)).toEqual(Array(7).fill('Delete'));
  });
});
