import { ArnFormat, CfnOutput, Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { AttributeType, Billing, TableEncryptionV2, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Effect, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Stream, StreamEncryption, StreamMode } from 'aws-cdk-lib/aws-kinesis';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';
import type { DeploymentConfig } from './config.ts';
import type { Names } from '../workflow/names.ts';

export interface SharedStackProps extends StackProps {
  readonly config: DeploymentConfig;
  readonly names: Names;
}

/**
 * The resources that runs, consumers and operators depend on, and that therefore stay: the stream, the progress table
 * and the alarm topic.
 *
 * Stream and table even outlive this stack, because their data exists nowhere else. Their names are fixed, so that a
 * later deployment can take them over again (`cdk deploy --import-existing-resources`).
 *
 * It exports nothing: the ingestion stack knows stream, table and topic by name, so neither stack stands in the other's
 * way.
 */
export class SharedStack extends Stack {
  constructor(scope: Construct, id: string, { config, names, ...props }: SharedStackProps) {
    super(scope, id, props);
    const stream = this.createStream(config, names);
    const table = this.createProgressTable(config, names);
    const topic = this.createAlarmTopic(config, names);
    new CfnOutput(this, 'StreamArn', { value: stream.streamArn, description: 'What consumers read' });
    new CfnOutput(this, 'ProgressTableName', { value: table.tableName, description: 'What the runs share' });
    new CfnOutput(this, 'AlarmTopicArn', { value: topic.topicArn, description: 'Where alarms are sent' });
  }

  private createStream(config: DeploymentConfig, names: Names): Stream {
    const isProvisioned = config.streamMode === 'provisioned';
    return new Stream(this, 'ProgrammeDataStream', {
      streamName: names.stream,
      streamMode: isProvisioned ? StreamMode.PROVISIONED : StreamMode.ON_DEMAND,
      ...(isProvisioned ? { shardCount: config.streamShards } : {}),
      retentionPeriod: Duration.hours(config.streamRetentionHours),
      // The key that AWS manages: the records are public facts, and a key of our own could be lost before the stream is.
      encryption: StreamEncryption.MANAGED,
      // A failed first deployment leaves nothing behind; after that only a person deletes records.
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
  }

  /**
   * Titles that are given up expire; everything else stays. The table is protected from deletion as long as the stack
   * is. After the protection is lifted to destroy the stack, the table can be deleted as well (`tvguide purge`).
   * DynamoDB keeps a backup of a deleted table with point-in-time recovery for 35 days.
   */
  private createProgressTable(config: DeploymentConfig, names: Names): TableV2 {
    return new TableV2(this, 'ProgressTable', {
      tableName: names.progressTable,
      partitionKey: { name: 'feed', type: AttributeType.STRING },
      sortKey: { name: 'item', type: AttributeType.STRING },
      billing: Billing.onDemand(),
      // The key that AWS owns, which costs nothing: IDs of titles and instants are no secret.
      encryption: TableEncryptionV2.dynamoOwnedKey(),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      timeToLiveAttribute: 'expiresAt',
      deletionProtection: config.terminationProtection,
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
  }

  private createAlarmTopic(config: DeploymentConfig, names: Names): Topic {
    // No key of our own: SNS encrypts at rest as it is, alarms hold no secret, and CloudWatch cannot publish through the
    // key `aws/sns`, which would silence every alarm.
    const topic = new Topic(this, 'AlarmTopic', {
      topicName: names.alarmTopic,
      displayName: `TV guide alarms (${config.stage})`,
      enforceSSL: true,
    });
    // A policy of our own replaces the one that SNS makes, which lets the account's alarms publish: say it again.
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
