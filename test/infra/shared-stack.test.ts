import { describe, expect, it } from '@jest/globals';
import { synthesise } from './support/synthesise.ts';
import { onlyResource, readable, resourcesOf, statementsOf, type Properties } from './support/template.ts';

const { shared } = synthesise();

describe('the stream', () => {
  it('keeps its name, is encrypted and keeps records for a week', () => {
    const { Properties } = onlyResource(shared, 'AWS::Kinesis::Stream');

    expect(Properties).toMatchObject({
      Name: 'ProgrammeDataStream',
      RetentionPeriodHours: 168,
      StreamEncryption: { EncryptionType: 'KMS', KeyId: 'alias/aws/kinesis' },
      StreamModeDetails: { StreamMode: 'ON_DEMAND' },
    });
    expect(Properties).not.toHaveProperty('ShardCount');
  });

  it('outlives its stack, unless its very creation failed', () => {
    const stream = onlyResource(shared, 'AWS::Kinesis::Stream');

    expect(stream.DeletionPolicy).toBe('RetainExceptOnCreate');
    expect(stream.UpdateReplacePolicy).toBe('Retain');
  });

  it('has the configured number of shards when it is provisioned', () => {
    const provisioned = synthesise({
      streamMode: 'provisioned',
      streamShards: '3',
      streamRetentionHours: '24',
    });

    expect(onlyResource(provisioned.shared, 'AWS::Kinesis::Stream').Properties).toMatchObject({
      ShardCount: 3,
      RetentionPeriodHours: 24,
      StreamModeDetails: { StreamMode: 'PROVISIONED' },
    });
  });
});

describe('the progress table', () => {
  const TABLE = 'AWS::DynamoDB::GlobalTable';
  const table = onlyResource(shared, TABLE);
  const replicasOf = (settings: Readonly<Record<string, unknown>>) =>
    onlyResource(synthesise(settings).shared, TABLE).Properties['Replicas'] as Properties[];

  it('is keyed by feed and item, is billed by request, and deletes expired items', () => {
    expect(table.Properties).toMatchObject({
      TableName: 'TvGuideProgress',
      KeySchema: [
        { AttributeName: 'feed', KeyType: 'HASH' },
        { AttributeName: 'item', KeyType: 'RANGE' },
      ],
      AttributeDefinitions: [
        { AttributeName: 'feed', AttributeType: 'S' },
        { AttributeName: 'item', AttributeType: 'S' },
      ],
      BillingMode: 'PAY_PER_REQUEST',
      TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
    });
  });

  it.each([
    ['a week on the free plan', {}, 7],
    ['35 days on a paid one', { plan: 'paid', logRetentionDays: '90' }, 35],
  ])('is in one Region, which is billed like any table, and has backups of %s', (_, settings, days) => {
    expect(replicasOf(settings)).toEqual([
      expect.objectContaining({
        Region: { Ref: 'AWS::Region' },
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays: days },
      }),
    ]);
  });

  it('is encrypted with the key that DynamoDB owns, which needs no grant', () => {
    expect(table.Properties['SSESpecification']).toEqual({ SSEEnabled: false });
  });

  it('outlives its stack, unless its very creation failed', () => {
    expect(table.DeletionPolicy).toBe('RetainExceptOnCreate');
    expect(table.UpdateReplacePolicy).toBe('Retain');
  });

  it.each([
    ['true', true],
    ['false', false],
  ])(
    'with terminationProtection=%s is protected from deletion: %s, so that purge can delete it after aws:destroy',
    (terminationProtection, isProtected) => {
      const [replica] = replicasOf({ terminationProtection });

      expect(replica!['DeletionProtectionEnabled'] ?? false).toBe(isProtected);
    },
  );

  it('is that of its stage', () => {
    expect(onlyResource(synthesise({ stage: 'test' }).shared, TABLE).Properties['TableName']).toBe(
      'TvGuideProgress-test',
    );
  });
});

describe('the alarm topic', () => {
  const statements = statementsOf(onlyResource(shared, 'AWS::SNS::TopicPolicy').Properties, 'PolicyDocument');

  it('lets the alarms of this account publish, and nobody else', () => {
    const allowed = statements.filter(({ Effect }) => Effect === 'Allow');

    expect(allowed).toEqual([
      {
        Sid: 'AlarmsOfThisAccount',
        Effect: 'Allow',
        Action: 'sns:Publish',
        Principal: { Service: 'cloudwatch.amazonaws.com' },
        Resource: expect.anything(),
        Condition: {
          StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
          ArnLike: { 'aws:SourceArn': expect.anything() },
        },
      },
    ]);
    expect(readable(allowed[0]?.Condition?.['ArnLike']?.['aws:SourceArn'])).toBe(
      'arn:${AWS::Partition}:cloudwatch:${AWS::Region}:${AWS::AccountId}:alarm:*',
    );
  });

  it('requires TLS', () => {
    expect(statements).toContainEqual(
      expect.objectContaining({
        Effect: 'Deny',
        Action: 'sns:Publish',
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      }),
    );
  });

  it('has a subscriber only when an address is configured', () => {
    const heard = synthesise({ alarmEmail: 'night-watch@example.com' });

    expect(resourcesOf(shared, 'AWS::SNS::Subscription')).toEqual([]);
    expect(onlyResource(heard.shared, 'AWS::SNS::Subscription').Properties).toMatchObject({
      Protocol: 'email',
      Endpoint: 'night-watch@example.com',
    });
  });
});
