import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createProgressTable } from '../progress/dynamodb-progress.ts';
import type { ProgressTable } from '../progress/progress-table.ts';
import type { Telemetry } from '../telemetry/telemetry.ts';
import { clientSettings, type AwsConfig } from './client-settings.ts';

/** The timeouts of a request to DynamoDB, in milliseconds, and the SDK's maximum number of attempts. */
const DYNAMODB = { connectionTimeout: 3_000, requestTimeout: 5_000, maxAttempts: 4 } as const;

/** The configuration of the connection to DynamoDB. */
export interface DynamodbConfig extends AwsConfig {
  readonly dynamodbEndpoint: string | undefined;
}

/** The configuration of the progress table. */
export interface ProgressConfig extends DynamodbConfig {
  readonly progressTable: string;
}

/** Creates the client of a DynamoDB table. */
export function createDynamodbClient(config: DynamodbConfig): DynamoDBClient {
  return new DynamoDBClient(clientSettings(config, config.dynamodbEndpoint, DYNAMODB));
}

/**
 * Creates the progress table of a deployment. A listing logs and leaves out deferred titles with an invalid item.
 *
 * @param client - default: a new one
 */
export function composeProgressTable(
  config: ProgressConfig,
  telemetry: Telemetry,
  client = createDynamodbClient(config),
): ProgressTable {
  return createProgressTable(client, config.progressTable, ({ message }) =>
    telemetry.log('error', 'left out a deferred title', { because: message }),
  );
}
