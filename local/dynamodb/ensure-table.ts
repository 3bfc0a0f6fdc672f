import { CreateTableCommand, DescribeTableCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { ensureActive, type Waiting } from '../ensure-active.ts';

export interface TableOptions extends Waiting {
  readonly client: DynamoDBClient;
  readonly tableName: string;
  /** The names of the partition key and the sort key, both strings. @default feed and item */
  readonly key?: { readonly partition: string; readonly sort: string };
}

/**
 * Creates an on-demand table if it is missing, and waits until it is active. An existing table keeps its keys.
 *
 * @throws NotActiveError if the table is being deleted, or after two minutes
 */
export async function ensureTable(options: TableOptions): Promise<void> {
  const { client, tableName, key = { partition: 'feed', sort: 'item' } } = options;
  const describe = new DescribeTableCommand({ TableName: tableName });
  const create = new CreateTableCommand({
    TableName: tableName,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [
      { AttributeName: key.partition, AttributeType: 'S' },
      { AttributeName: key.sort, AttributeType: 'S' },
    ],
    KeySchema: [
      { AttributeName: key.partition, KeyType: 'HASH' },
      { AttributeName: key.sort, KeyType: 'RANGE' },
    ],
  });
  const table = {
    name: `the table ${tableName}`,
    describe: async (signal: { abortSignal: AbortSignal }) =>
      (await client.send(describe, signal)).Table?.TableStatus,
    create: (signal: { abortSignal: AbortSignal }) => client.send(create, signal),
  };
  await ensureActive(table, options);
}
