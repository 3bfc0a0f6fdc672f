import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createProgressTable } from '../progress/dynamodb-progress.ts';
import type { ProgressTable } from '../progress/progress-table.ts';
import type { Telemetry } from '../telemetry/telemetry.ts';
import { clientSettings, type AwsConfig } from './client-settings.ts';

/** The timeout of a request to DynamoDB, in milliseconds, and the number of times that the SDK sends it. */
const DYNAMODB = { connectionTimeout: 3_000, requestTimeout: 5_000, maxAttempts: 4 } as const;

/** The part of a task's configuration that is about the progress table. */
export interface ProgressConfig extends AwsConfig {
  readonly dynamodbEndpoint: string | undefined;
  readonly progressTable: string;
}

/** The progress table of a deployment. A deferred title whose item is broken is logged, and left out of a listing. */
export function composeProgressTable(config: ProgressConfig, telemetry: Telemetry): ProgressTable {
  const client = new DynamoDBClient(clientSettings(config, config.dynamodbEndpoint, DYNAMODB));
  return createProgressTable(client, config.progressTable, ({ message }) =>
    telemetry.log('error', 'left out a deferred title', { because: message }),
  );
}
