import {
  CreateTableCommand,
  DescribeTableCommand,
  type DynamoDBClient,
  type KeySchemaElement,
} from '@aws-sdk/client-dynamodb';
import { ensureActive, type Waiting } from '../ensure-active.ts';

export interface TableOptions extends Waiting {
  readonly client: DynamoDBClient;
  readonly tableName: string;
  /** The names of the partition key and the sort key, both texts. @default feed and item */
  readonly key?: TableKey;
  /** A global secondary index with all attributes. @default none */
  readonly index?: TableKey & { readonly name: string };
}

/** The names of a partition key and a sort key. */
interface TableKey {
  readonly partition: string;
  readonly sort: string;
}

/**
 * Creates an on-demand table if it is missing, and waits until it is active. An existing table keeps its keys.
 *
 * @throws NotActiveError if the table is being deleted, or after two minutes
 */
export async function ensureTable(options: TableOptions): Promise<void> {
  const { client, tableName, key = { partition: 'feed', sort: 'item' }, index } = options;
  const describe = new DescribeTableCommand({ TableName: tableName });
  const create = new CreateTableCommand({
    TableName: tableName,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [key, ...(index === undefined ? [] : [index])].flatMap(({ partition, sort }) => [
      { AttributeName: partition, AttributeType: 'S' },
      { AttributeName: sort, AttributeType: 'S' },
    ]),
    KeySchema: keySchema(key),
    ...(index !== undefined && {
      GlobalSecondaryIndexes: [
        { IndexName: index.name, KeySchema: keySchema(index), Projection: { ProjectionType: 'ALL' } },
      ],
    }),
  });
  const table = {
    name: `the table ${tableName}`,
    describe: async (signal: { abortSignal: AbortSignal }) =>
      (await client.send(describe, signal)).Table?.TableStatus,
    create: (signal: { abortSignal: AbortSignal }) => client.send(create, signal),
  };
  await ensureActive(table, options);
}

function keySchema({ partition, sort }: TableKey): KeySchemaElement[] {
  return [
    { AttributeName: partition, KeyType: 'HASH' },
    { AttributeName: sort, KeyType: 'RANGE' },
  ];
}
