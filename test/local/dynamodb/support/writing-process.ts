// A process of its own for the tests: it starts a local DynamoDB in a folder, writes, says so, and then does nothing until
// it is killed.
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { createTable, openDynamodb } from './local-dynamodb.ts';

const [path = '', tableName = ''] = process.argv.slice(2);
const { client } = await openDynamodb({ path });
await createTable(client, tableName);
await client.send(
  new PutItemCommand({ TableName: tableName, Item: { feed: { S: 'f' }, item: { S: 'claim' } } }),
);
process.stdout.write('written\n');
