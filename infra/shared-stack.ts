import { ArnFormat, CfnOutput, Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { AttributeType, Billing, TableEncryptionV2, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Effect, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Stream, StreamEncryption, StreamMode } from 'aws-cdk-lib/aws-kinesis';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';
import type { DeploymentConfig } from './config.ts';
import { progressBackupDays } from './settings/retention.ts';
import type { Names } from '../workflow/names.ts';

/** The properties of {@link SharedStack}. */
export interface SharedStackProps extends StackProps {
  readonly config: DeploymentConfig;
  readonly names: Names;
}

/**
 * The permanent resources that runs, consumers and operators depend on: the stream, the progress table and the alarm
 * topic.
 *
 * Stream and table are retained when this stack is deleted, because their data exists nowhere else. Their names are fixed,
 * so that a later deployment can import them (`cdk deploy --import-existing-resources`).
 *
 * The stack exports nothing. The ingestion stack refers to stream, table and topic by name, so that each stack can change
 * independently.
 */
export class SharedStack extends Stack {
  constructor(scope: Construct, id: string, { config, names, ...props }: SharedStackProps) {
    super(scope, id, props);
    const stream = this.createStream(config, names);
    const table = this.createProgressTable(config, names);
    const topic = this.createAlarmTopic(config, names);
    new CfnOutput(this, 'StreamArn', { value: stream.streamArn, description: 'The stream for consumers' });
    new CfnOutput(this, 'ProgressTableName', {
      value: table.tableName,
      description: 'The progress of the feeds',
    });
    new CfnOutput(this, 'AlarmTopicArn', { value: topic.topicArn, description: 'The topic of the alarms' });
  }

  private createStream(config: DeploymentConfig, names: Names): Stream {
    const isProvisioned = config.streamMode === 'provisioned';
    return new Stream(this, 'ProgrammeDataStream', {
      streamName: names.stream,
      streamMode: isProvisioned ? StreamMode.PROVISIONED : StreamMode.ON_DEMAND,
      ...(isProvisioned ? { shardCount: config.streamShards } : {}),
      retentionPeriod: Duration.hours(config.streamRetentionHours),
      // The key that AWS manages is enough, because the records are public. A customer key could be lost.
      encryption: StreamEncryption.MANAGED,
      // A failed first deployment leaves no stream behind. Afterwards, only a person can delete it.
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
  }

  /**
   * Creates the progress table. Only the items of rejected titles and the lists of sweeps expire. The table has the same deletion protection as the
   * stack. Without it, `tvguide purge` can delete the table. DynamoDB keeps a backup of a deleted table with point-in-time
   * recovery for 35 days.
   */
  private createProgressTable(config: DeploymentConfig, names: Names): TableV2 {
    return new TableV2(this, 'ProgressTable', {
      tableName: names.progressTable,
      partitionKey: { name: 'feed', type: AttributeType.STRING },
      sortKey: { name: 'item', type: AttributeType.STRING },
      billing: Billing.onDemand(),
      // The key that AWS owns is free. Title IDs and times are not secret.
      encryption: TableEncryptionV2.dynamoOwnedKey(),
      pointInTimeRecoverySpecification: {
        pointInTimeRecoveryEnabled: true,
        recoveryPeriodInDays: progressBackupDays(config),
      },
      timeToLiveAttribute: 'expiresAt',
      deletionProtection: config.terminationProtection,
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
  }

  private createAlarmTopic(config: DeploymentConfig, names: Names): Topic {
    // No customer key: SNS encrypts at rest anyway, and alarms contain no secret. CloudWatch could not publish with the key
    // `aws/sns`, so no alarm would be delivered.
    const topic = new Topic(this, 'AlarmTopic', {
      topicName: names.alarmTopic,
      displayName: `TV guide alarms (${config.stage})`,
      enforceSSL: true,
    });
    // This policy replaces the default one of SNS, so it repeats that the account's alarms may publish.
    topic.addToResourcePolicy(
      new PolicyStatement({
        sid: 'AlarmsOfThisAccount',
        effect: Effect.ALLOW,
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [topic.topicArn],
        conditions: {
          StringEquals: { 'aws:SourceAccount': this.account },
          ArnLike: {
            'aws:SourceArn': this.formatArn({
              service: 'cloudwatch',
              resource: 'alarm',
              resourceName: '*',
              arnFormat: ArnFormat.COLON_RESOURCE_NAME,
            }),
          },
        },
      }),
    );
    if (config.alarmEmail !== '') topic.addSubscription(new EmailSubscription(config.alarmEmail));
    return topic;
  }
}
