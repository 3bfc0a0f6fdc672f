// A child process of the tests: writes items until a file reaches its size limit, which LevelDB treats like a full
// disk, and continues. Prints the acknowledged writes, and then waits to be killed.
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
