// A child process of the tests: starts a local DynamoDB in a folder, writes, reports it, and then waits to be killed.
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { createTable, openDynamodb } from './local-dynamodb.ts';

const [path = '', tableName = ''] = process.argv.slice(2);
const { client } = await openDynamodb({ path });
await createTable(client, tableName);
await client.send(
  new PutItemCommand({ TableName: tableName, Item: { feed: { S: 'f' }, item: { S: 'claim' } } }),
);
process.stdout.write('written\n');
