import { describe, expect, it } from '@jest/globals';
import { CONFIG_KEYS, parseConfig } from '../../consumer/config.ts';
import { CATALOGUE_SHAPE } from '../../events/catalogue.ts';
import { actionsOfModule } from './support/needed-actions.ts';
import { TRACING_ACTIONS } from './support/observation.ts';
import { permissionsOf } from './support/policies.ts';
import { synthesise } from './support/synthesise.ts';
import { onlyResource, readable, resourcesOf, statementsOf, type Properties } from './support/template.ts';

const TABLE = 'AWS::DynamoDB::GlobalTable';
const { catalogue, shared } = synthesise();
const PAID = { plan: 'paid', catalogueKeepDays: '60', streamRetentionHours: '720' };
const paid = synthesise(PAID).catalogue;
const idOf = (type: string): string => resourcesOf(catalogue, type)[0]![0];

describe('the table of the catalogue', () => {
  const table = onlyResource(catalogue, TABLE);
  const replicaOf = (template: typeof catalogue) =>
    (onlyResource(template, TABLE).Properties['Replicas'] as Properties[])[0]!;

  it('has the keys and the index of the contract, is billed by request, and deletes expired items', () => {
    const { key, index } = CATALOGUE_SHAPE;
    const keySchema = (of: { readonly partition: string; readonly sort: string }) => [
      { AttributeName: of.partition, KeyType: 'HASH' },
      { AttributeName: of.sort, KeyType: 'RANGE' },
    ];

    expect(table.Properties).toMatchObject({
      TableName: 'TvGuideCatalogue',
      KeySchema: keySchema(key),
      GlobalSecondaryIndexes: [
        { IndexName: index.name, KeySchema: keySchema(index), Projection: { ProjectionType: 'ALL' } },
      ],
      AttributeDefinitions: [key.partition, key.sort, index.partition, index.sort].map((name) => ({
        AttributeName: name,
        AttributeType: 'S',
      })),
      BillingMode: 'PAY_PER_REQUEST',
      TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
    });
  });

  it('goes with its stack, because the stream fills a new one', () => {
    expect(table.DeletionPolicy).toBe('Delete');
    expect(replicaOf(catalogue)).not.toHaveProperty('DeletionProtectionEnabled');
  });

  it.each([
    ['free', catalogue, false],
    ['paid', paid, true],
  ])('on the %s plan has backups: %j', (_, template, hasBackups) => {
    expect(replicaOf(template)).toMatchObject({
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: hasBackups },
    });
  });
});

describe('the event source mapping', () => {
  const { Properties } = onlyResource(catalogue, 'AWS::Lambda::EventSourceMapping');

  it('sends a record that fails again five times, alone, and then to the bucket of failed records', () => {
    expect(Properties).toMatchObject({
      FunctionName: { Ref: idOf('AWS::Lambda::Function') },
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      BisectBatchOnFunctionError: true,
      MaximumRetryAttempts: 5,
      DestinationConfig: {
        OnFailure: { Destination: { 'Fn::GetAtt': [idOf('AWS::S3::Bucket'), 'Arn'] } },
      },
    });
    expect(Properties).not.toHaveProperty('FilterCriteria');
  });

  it('reads the stream of the shared stack from its oldest record on, one batch of a shard at a time', () => {
    const stream = String(onlyResource(shared, 'AWS::Kinesis::Stream').Properties['Name']);

    expect(readable(Properties['EventSourceArn'])).toBe(
      `arn:\${AWS::Partition}:kinesis:\${AWS::Region}:\${AWS::AccountId}:stream/${stream}`,
    );
    expect(Properties).toMatchObject({
      StartingPosition: 'TRIM_HORIZON',
      BatchSize: 100,
      ParallelizationFactor: 1,
    });
  });

  it.each([{}, PAID, { streamMode: 'provisioned', streamShards: '3', streamRetentionHours: '24' }])(
    'with %j gives a record up before the stream loses it, and within the seven days of Lambda',
    (settings) => {
      const templates = synthesise(settings);
      const stream = onlyResource(templates.shared, 'AWS::Kinesis::Stream').Properties;
      const mapping = onlyResource(templates.catalogue, 'AWS::Lambda::EventSourceMapping').Properties;
      const age = Number(mapping['MaximumRecordAgeInSeconds']);

      expect(age).toBeGreaterThanOrEqual(20 * 3_600);
      expect(age).toBeLessThanOrEqual(7 * 24 * 3_600);
      expect(age).toBeLessThan(Number(stream['RetentionPeriodHours']) * 3_600);
    },
  );

  it('is created after the permissions that Lambda checks then', () => {
    expect(onlyResource(catalogue, 'AWS::Lambda::EventSourceMapping').DependsOn).toContain(
      idOf('AWS::IAM::Policy'),
    );
  });
});

describe('the bucket of failed records', () => {
  const bucket = onlyResource(catalogue, 'AWS::S3::Bucket');
  const daysOf = (template: typeof catalogue) =>
    (
      onlyResource(template, 'AWS::S3::Bucket').Properties['LifecycleConfiguration'] as {
        Rules: { ExpirationInDays: number; Status: string }[];
      }
    ).Rules.map(({ ExpirationInDays, Status }) => [Status, ExpirationInDays]);

  it('is encrypted, and closed to the public and to plain HTTP', () => {
    expect(bucket.Properties).toMatchObject({
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
      },
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
    });
    const policy = onlyResource(catalogue, 'AWS::S3::BucketPolicy').Properties;
    expect(statementsOf(policy, 'PolicyDocument')).toEqual([
      expect.objectContaining({
        Effect: 'Deny',
        Action: 's3:*',
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      }),
    ]);
  });

  it('keeps a record of the greatest age for at most 30 days in all on the free plan, and 90 days on a paid one', () => {
    const [[status, days]] = daysOf(catalogue) as [[string, number]];

    expect(status).toBe('Enabled');
    // At most seven days on the stream, and a day until S3 deletes it.
    expect(days + 7 + 1).toBeLessThanOrEqual(30);
    expect(daysOf(paid)).toEqual([['Enabled', 90]]);
  });

  it('is deleted with its stack only when it is empty', () => {
    expect(bucket.DeletionPolicy).toBe('Delete');
    expect(Object.values(catalogue.Resources).map(({ Type }) => Type)).not.toContain(
      'Custom::S3AutoDeleteObjects',
    );
  });
});

describe('the function update-catalogue', () => {
  const { Properties } = onlyResource(catalogue, 'AWS::Lambda::Function');
  const environmentOf = (template: typeof catalogue) =>
    (
      onlyResource(template, 'AWS::Lambda::Function').Properties['Environment'] as {
        Variables: Record<string, string>;
      }
    ).Variables;

  it('runs on arm64 and Node 24, traces, and logs JSON to a group of its own', () => {
    expect(Properties).toMatchObject({
      FunctionName: 'update-catalogue',
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Handler: 'index.handler',
      MemorySize: 256,
      Timeout: 60,
      TracingConfig: { Mode: 'Active' },
      LoggingConfig: { LogFormat: 'JSON', LogGroup: { Ref: idOf('AWS::Logs::LogGroup') } },
    });
    expect(onlyResource(catalogue, 'AWS::Logs::LogGroup').Properties).toMatchObject({
      LogGroupName: '/aws/lambda/update-catalogue',
      RetentionInDays: 30,
    });
  });

  it('has exactly the settings of the consumer, which it accepts', () => {
    const { NODE_OPTIONS, ...environment } = environmentOf(catalogue);
    const wanted = CONFIG_KEYS.filter(({ setBy }) => setBy === 'deployment')
      .map(({ name }) => name)
      .filter((name) => !name.startsWith('AWS_ENDPOINT_URL_'));

    expect(NODE_OPTIONS).toBe('--enable-source-maps');
    expect(Object.keys(environment).sort()).toEqual(wanted.sort());
    expect(parseConfig({ ...environment, AWS_REGION: 'eu-west-2' })).toMatchObject({
      catalogueTable: 'TvGuideCatalogue',
      keepDays: 30,
    });
  });

  it.each([
    ['free', {}, '30'],
    ['free, shorter', { catalogueKeepDays: '14' }, '14'],
    ['paid, with a limit', PAID, '60'],
    ['paid', { plan: 'paid', logRetentionDays: '90' }, undefined],
  ])('on the plan %s has KEEP_DAYS of %j', (_, settings, days) => {
    expect(environmentOf(synthesise(settings).catalogue)['KEEP_DAYS']).toBe(days);
  });

  it('has a role that can do what its code does, read the stream, and write failed records', () => {
    const role = idOf('AWS::IAM::Role');
    const permissions = permissionsOf(catalogue, role);
    const ofCode = actionsOfModule('consumer/handler.ts');
    const bucket = `\${${idOf('AWS::S3::Bucket')}.Arn}`;
    const byResource = Object.fromEntries(
      permissions.flatMap(({ actions, resources }) => resources.map((resource) => [resource, actions])),
    );

    expect(resourcesOf(catalogue, 'AWS::IAM::Role').map(([id]) => id)).toEqual([role]);
    expect(ofCode).toEqual([
      ...['dynamodb:BatchGetItem', 'dynamodb:BatchWriteItem', 'dynamodb:GetItem', 'dynamodb:PutItem'],
    ]);
    expect(byResource).toEqual({
      [`\${${idOf('AWS::Logs::LogGroup')}.Arn}`]: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      [`\${${idOf(TABLE)}.Arn}`]: ofCode,
      'arn:${AWS::Partition}:kinesis:${AWS::Region}:${AWS::AccountId}:stream/ProgrammeDataStream': [
        'kinesis:DescribeStream',
        'kinesis:DescribeStreamSummary',
        'kinesis:GetRecords',
        'kinesis:GetShardIterator',
        'kinesis:ListShards',
      ],
      [bucket]: ['s3:ListBucket'],
      [`${bucket}/*`]: ['s3:PutObject'],
      '*': [...TRACING_ACTIONS],
    });
    const { Properties: roleProperties } = onlyResource(catalogue, 'AWS::IAM::Role');
    expect(Object.keys(roleProperties).filter((name) => /^(Policies|ManagedPolicyArns)$/.test(name))).toEqual(
      [],
    );
  });
});
