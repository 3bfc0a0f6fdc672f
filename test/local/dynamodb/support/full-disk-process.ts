// A process of its own for the tests: it writes items until the size of a file is at its limit, which looks to LevelDB
// like a full disk, and goes on. It says which of its writes were answered, and then does nothing until it is killed.
import { openDatabase } from '../../../../local/dynamodb/database.ts';

// Without a listener the signal ends the process.
process.on('SIGXFSZ', () => undefined);

const [path = ''] = process.argv.slice(2);
const database = await openDatabase({ path, region: 'eu-west-2', accountId: '0', warn: () => undefined });
await database.perform('CreateTable', {
  TableName: 'progress',
  BillingMode: 'PAY_PER_REQUEST',
  AttributeDefinitions: [{ AttributeName: 'feed', AttributeType: 'S' }],
  KeySchema: [{ AttributeName: 'feed', KeyType: 'HASH' }],
});
// A table is ready one timer later.
while (
  !JSON.stringify(await database.perform('DescribeTable', { TableName: 'progress' })).includes('ACTIVE')
);
const answered: number[] = [];
let failures = 0;
for (let index = 0; index < 60; index += 1) {
  const Item = { feed: { S: String(index) }, filling: { S: 'x'.repeat(1_000) } };
  try {
    await database.perform('PutItem', { TableName: 'progress', Item });
    answered.push(index);
  } catch {
    failures += 1;
  }
}
process.stdout.write(`${JSON.stringify({ answered, failures })}\n`);
setInterval(() => undefined, 60_000);
