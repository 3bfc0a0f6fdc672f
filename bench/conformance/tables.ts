import { PutItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Clock } from '../../local/stepfunctions/index.ts';
import { createDynamodbClient } from '../../local/dynamodb/dynamodb-client.ts';
import { ensureTable } from '../../local/dynamodb/ensure-table.ts';
import { startDynamodb, type LocalDynamodbOptions } from '../../local/dynamodb/server.ts';
import type { GoldenTables } from './golden.ts';

/** The DynamoDB of one golden. */
export interface OpenTables {
  readonly client: DynamoDBClient;
  close(): Promise<void>;
}

/** Starts a DynamoDB in memory with the tables of a golden and their items. */
export async function openTables(
  tables: GoldenTables,
  options: Omit<LocalDynamodbOptions, 'path'> & { readonly clock: Clock },
): Promise<OpenTables> {
  const { clock } = options;
  const dynamodb = await startDynamodb(options);
  const client = createDynamodbClient(dynamodb);
  for (const [tableName, { key, items = [] }] of Object.entries(tables)) {
    await ensureTable({ client, tableName, key, clock });
    for (const item of items) {
      await client.send(new PutItemCommand({ TableName: tableName, Item: item }));
    }
  }
  return {
    client,
    async close() {
      client.destroy();
      await dynamodb.close();
    },
  };
}
