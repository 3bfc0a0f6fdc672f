import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { openProgressItems, type ProgressItems } from '../progress/dynamodb-items.ts';
import { createProgressTable } from '../progress/dynamodb-progress.ts';
import type { ProgressTable, ProgressWrites } from '../progress/progress-table.ts';
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
 * Creates the progress table of a deployment with all reads. A listing logs and leaves out deferred titles with an invalid
 * item.
 */
export function composeProgressTable(config: ProgressConfig, telemetry: Telemetry): ProgressTable {
  return createProgressTable(createDynamodbClient(config), config.progressTable, ({ message }) =>
    telemetry.log('error', 'left out a deferred title', { because: message }),
  );
}

/**
 * Creates the progress table of a deployment with some reads, for a task that needs no others.
 *
 * @param reads - creates them, for example `claims`
 * @param client - default: a new one
 */
export function composeProgressItems<Reads>(
  config: ProgressConfig,
  reads: (items: ProgressItems) => Reads,
  client = createDynamodbClient(config),
): ProgressWrites & Reads {
  const items = openProgressItems(client, config.progressTable);
  return { ...items, ...reads(items) };
}
