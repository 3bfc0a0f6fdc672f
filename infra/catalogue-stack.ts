import { CfnOutput, Duration, RemovalPolicy, Stack, Validations, type StackProps } from 'aws-cdk-lib';
import { AttributeType, Billing, TableEncryptionV2, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { EventSourceMapping, MetricType, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { CATALOGUE_SHAPE } from '../events/catalogue.ts';
import { UPDATE_CATALOGUE } from '../workflow/event-source-mapping.ts';
import type { Names } from '../workflow/names.ts';
import { CatalogueAlarms } from './monitoring/catalogue-alarms.ts';
import type { DeploymentConfig } from './config.ts';
import { addFailedRecordsBucket } from './failed-records.ts';
import type { Grants } from './functions/grants.ts';
import { HandlerFunction } from './functions/handler-function.ts';
import { catalogueRetention, type CatalogueRetention } from './settings/retention.ts';

/** The properties of {@link CatalogueStack}. */
export interface CatalogueStackProps extends StackProps {
  readonly config: DeploymentConfig;
  readonly names: Names;
  /** The checkout, which contains `consumer/` and the lockfile. */
  readonly projectRoot: string;
}

/**
 * A consumer of the stream: the function that keeps the catalogue, the table, and the bucket of the records that failed.
 *
 * The stack can be deleted and created again at any time. The new function reads the stream from its oldest record on, and
 * fills the new table.
 */
export class CatalogueStack extends Stack {
  constructor(scope: Construct, id: string, { config, names, projectRoot, ...props }: CatalogueStackProps) {
    super(scope, id, props);
    const retention = catalogueRetention(config);
    const table = this.createTable(names, retention);
    const failedRecords = addFailedRecordsBucket(this, 'FailedRecords', retention.failedRecordDays);
    const streamArn = this.formatArn({
      service: 'kinesis',
      resource: 'stream',
      resourceName: names.stream,
    });
    const updateCatalogue = new HandlerFunction(this, 'UpdateCatalogue', {
      entry: 'consumer/handler.ts',
      description: UPDATE_CATALOGUE.description,
      timeoutSeconds: UPDATE_CATALOGUE.timeoutSeconds,
      functionName: names.updateCatalogue,
      config,
      environment: {
        CATALOGUE_TABLE: names.catalogueTable,
        LOG_LEVEL: config.logLevel,
        STAGE: config.stage,
        ...(retention.keepDays === null ? {} : { KEEP_DAYS: String(retention.keepDays) }),
      },
      grants: grantsFor({ streamArn, tableArn: table.tableArn, bucket: failedRecords }),
      projectRoot,
    });
    const mapping = this.createMapping(updateCatalogue, { streamArn, failedRecords, retention });
    new CatalogueAlarms(this, 'Alarms', { names, mappingId: mapping.eventSourceMappingId });
    new CfnOutput(this, 'CatalogueTableName', {
      value: table.tableName,
      description: 'The catalogue of titles',
    });
    new CfnOutput(this, 'FailedRecordsBucketName', {
      value: failedRecords.bucketName,
      description: 'The records of the stream that the catalogue could not take',
    });
  }

  /**
   * Creates the table of the catalogue.
   *
   * It is deleted with its stack, unlike the progress table, because its data are derived: the stream fills a new table
   * with the titles of its retention, and a title comes back with its next event. So nobody keeps Watchmode's data after
   * taking the consumer down. With backups, DynamoDB keeps one of a deleted table for 35 days.
   */
  private createTable(names: Names, { hasBackups }: CatalogueRetention): TableV2 {
    const { key, index } = CATALOGUE_SHAPE;
    const table = new TableV2(this, 'CatalogueTable', {
      tableName: names.catalogueTable,
      ...keysOf(key),
      globalSecondaryIndexes: [{ indexName: index.name, ...keysOf(index) }],
      billing: Billing.onDemand(),
      // The key that AWS owns is free. Titles and services are not secret.
      encryption: TableEncryptionV2.dynamoOwnedKey(),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: hasBackups },
      timeToLiveAttribute: 'expiresAt',
      removalPolicy: RemovalPolicy.DESTROY,
    });
    if (!hasBackups) {
      Validations.of(table).acknowledge({
        id: 'AwsSolutions-DDB3',
        reason:
          "Backups would hold titles for up to 35 days after the table has deleted them, longer than Watchmode's free plan allows. The stream can fill the table again.",
      });
    }
    return table;
  }

  private createMapping(
    updateCatalogue: HandlerFunction,
    {
      streamArn,
      failedRecords,
      retention: { maximumRecordAgeInSeconds },
    }: {
      readonly streamArn: string;
      readonly failedRecords: Bucket;
      readonly retention: CatalogueRetention;
    },
  ): EventSourceMapping {
    const { batchSize, maximumRetryAttempts } = UPDATE_CATALOGUE.mapping;
    const mapping = new EventSourceMapping(this, 'Mapping', {
      target: updateCatalogue.function,
      eventSourceArn: streamArn,
      // A later position could miss records while the mapping is created.
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize,
      // Two batches of a shard at once could change the order of a title's events.
      parallelizationFactor: 1,
      reportBatchItemFailures: true,
      bisectBatchOnError: true,
      retryAttempts: maximumRetryAttempts,
      maxRecordAge: Duration.seconds(maximumRecordAgeInSeconds),
      supportS3OnFailureDestination: true,
      onFailure: { bind: () => ({ destination: failedRecords.bucketArn }) },
      metricsConfig: { metrics: [MetricType.EVENT_COUNT] },
    });
    // Lambda checks the permissions of the role when it creates the mapping.
    mapping.node.addDependency(updateCatalogue);
    return mapping;
  }
}

/** Returns the keys of a table or an index, both texts. */
function keysOf({ partition, sort }: { readonly partition: string; readonly sort: string }) {
  return {
    partitionKey: { name: partition, type: AttributeType.STRING },
    sortKey: { name: sort, type: AttributeType.STRING },
  };
}

/** Returns what the function may do, and what Lambda may do for it: read the stream, and write records that failed. */
function grantsFor({
  streamArn,
  tableArn,
  bucket,
}: {
  readonly streamArn: string;
  readonly tableArn: string;
  readonly bucket: Bucket;
}): Grants {
  const objects = bucket.arnForObjects('*');
  return {
    statements: [
      new PolicyStatement({
        sid: 'UseCatalogue',
        actions: ['dynamodb:BatchGetItem', 'dynamodb:BatchWriteItem', 'dynamodb:GetItem', 'dynamodb:PutItem'],
        resources: [tableArn],
      }),
      // https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-create.html without the enhanced fan-out
      new PolicyStatement({
        sid: 'ReadStream',
        actions: [
          'kinesis:DescribeStream',
          'kinesis:DescribeStreamSummary',
          'kinesis:GetRecords',
          'kinesis:GetShardIterator',
          'kinesis:ListShards',
        ],
        resources: [streamArn],
      }),
      new PolicyStatement({
        sid: 'FindFailedRecords',
        actions: ['s3:ListBucket'],
        resources: [bucket.bucketArn],
      }),
      new PolicyStatement({ sid: 'WriteFailedRecords', actions: ['s3:PutObject'], resources: [objects] }),
    ],
    wildcards: [{ arn: objects, reason: 'Lambda chooses the keys of the objects when records fail.' }],
  };
}
