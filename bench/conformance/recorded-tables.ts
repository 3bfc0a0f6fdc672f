import { PutItemCommand, type AttributeValue, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createDynamodbTasks } from '../../local/stepfunctions/adapters/dynamodb/dynamodb-tasks.ts';
import { createDynamodbClient } from '../../local/dynamodb/dynamodb-client.ts';
import { ensureTable } from '../../local/dynamodb/ensure-table.ts';
import { startDynamodb, type LocalDynamodbOptions } from '../../local/dynamodb/server.ts';
import type { Clock, TaskInvoker } from '../../local/stepfunctions/interpreter/ports.ts';
import type { RecordedTables } from './recording.ts';

/** The DynamoDB of one recording. */
export interface OpenTables {
  readonly tasks: TaskInvoker;
  close(): Promise<void>;
}

/** Starts a DynamoDB in memory that has the tables of a recording, with their items. */
export async function openTables(
  tables: RecordedTables,
  options: Omit<LocalDynamodbOptions, 'path'> & { readonly clock: Clock },
): Promise<OpenTables> {
  const { clock } = options;
  const dynamodb = await startDynamodb(options);
  const client = createDynamodbClient(dynamodb);
  for (const [tableName, { key, items }] of Object.entries(tables)) {
    await ensureTable({ client, tableName, key, clock });
    await putItems(client, tableName, items);
  }
  return {
    tasks: createDynamodbTasks({ client, clock }),
    async close() {
      client.destroy();
      await dynamodb.close();
    },
  };
}

async function putItems(
  client: DynamoDBClient,
  TableName: string,
  items: readonly object[] = [],
): Promise<void> {
  for (const item of items) {
    await client.send(new PutItemCommand({ TableName, Item: item as Record<string, AttributeValue> }));
  }
}
