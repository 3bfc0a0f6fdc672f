import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  DeleteTableCommand,
  DynamoDBServiceException,
  GetItemCommand,
  ListTablesCommand,
  PutItemCommand,
  QueryCommand,
  ResourceNotFoundException,
  ScanCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { RealClock } from '../../local/stepfunctions/index.ts';
import { virtualClock } from '../../local/stepfunctions/testing.ts';
import { ensureTable } from '../../local/dynamodb/ensure-table.ts';
import { openDynamodb, type OpenDynamodb } from '../local/dynamodb/support/local-dynamodb.ts';
import { createInProcessDynamodb, type DynamodbSender } from './in-process-dynamodb.ts';

const TableName = 'progress';
const key = (item: string, feed = 'new_titles') => ({ feed: { S: feed }, item: { S: item } });
const set = (at: number, item = 'watermark') =>
  new UpdateItemCommand({
    TableName,
    Key: key(item),
    UpdateExpression: 'SET #at = :at ADD runs :one',
    ConditionExpression: 'attribute_not_exists(#at) OR #at < :at',
    ExpressionAttributeNames: { '#at': 'at' },
    ExpressionAttributeValues: { ':at': { N: String(at) }, ':one': { N: '1' } },
    ReturnValues: 'ALL_NEW',
  });
const put = (item: string, more = {}) => new PutItemCommand({ TableName, Item: { ...key(item), ...more } });
const query = (more = {}) =>
  new QueryCommand({
    TableName,
    KeyConditionExpression: 'feed = :feed AND begins_with(#item, :prefix)',
    ExpressionAttributeNames: { '#item': 'item' },
    ExpressionAttributeValues: { ':feed': { S: 'new_titles' }, ':prefix': { S: 'deferred#' } },
    ...more,
  });
const deferred = ['deferred#10', 'deferred#2', 'deferred#é', 'watermark'].map((item) => put(item));

/** Commands that are sent in order to an empty table. */
const CASES: readonly (readonly [string, readonly unknown[]])[] = [
  ['a missing item', [new GetItemCommand({ TableName, Key: key('claim') })]],
  ['a watermark that only moves forwards', [set(2), set(1), set(3)]],
  [
    'a put with a condition, and the replaced item',
    [
      put('claim', { by: { S: 'a' } }),
      new PutItemCommand({
        TableName,
        Item: { ...key('claim'), by: { S: 'b' } },
        ConditionExpression: 'attribute_not_exists(feed)',
      }),
      new PutItemCommand({
        TableName,
        Item: { ...key('claim'), by: { S: 'c' } },
        ConditionExpression: '#by = :by',
        ExpressionAttributeNames: { '#by': 'by' },
        ExpressionAttributeValues: { ':by': { S: 'a' } },
        ReturnValues: 'ALL_OLD',
      }),
      new GetItemCommand({ TableName, Key: key('claim'), ConsistentRead: true }),
    ],
  ],
  [
    'a delete, also with a condition',
    [
      put('claim'),
      new DeleteItemCommand({
        TableName,
        Key: key('claim'),
        ConditionExpression: 'attribute_exists(gone)',
      }),
      new DeleteItemCommand({ TableName, Key: key('claim'), ReturnValues: 'ALL_OLD' }),
      new DeleteItemCommand({ TableName, Key: key('claim') }),
    ],
  ],
  ['a query in the order of the keys', [...deferred, query(), query({ ScanIndexForward: false })]],
  [
    'the pages of a query',
    [...deferred, query({ Limit: 2 }), query({ Limit: 2, ExclusiveStartKey: key('deferred#2') })],
  ],
  ['a query with a filter', [...deferred, query({ FilterExpression: 'attribute_exists(gone)' })]],
  [
    'a batch of reads',
    [put('claim'), new BatchGetItemCommand({ RequestItems: { [TableName]: { Keys: [key('claim')] } } })],
  ],
  [
    'a batch of writes, and a scan',
    [
      new BatchWriteItemCommand({
        RequestItems: {
          [TableName]: [{ PutRequest: { Item: key('a') } }, { PutRequest: { Item: key('b') } }],
        },
      }),
      new ScanCommand({ TableName, Select: 'COUNT' }),
    ],
  ],
  [
    'values of all types',
    [
      put('all', {
        n: { N: '1.50' },
        b: { B: new Uint8Array([1, 2, 250]) },
        bs: { BS: [new Uint8Array([1])] },
        ss: { SS: ['x', 'y'] },
        ns: { NS: ['1', '2'] },
        m: { M: { l: { L: [{ BOOL: false }, { NULL: true }, { S: '' }] } } },
        none: undefined,
      }),
      new GetItemCommand({ TableName, Key: key('all') }),
    ],
  ],
  ['a table that does not exist', [new GetItemCommand({ TableName: 'nowhere', Key: key('a') })]],
  ['an invalid key', [new GetItemCommand({ TableName, Key: { feed: { S: 'f' } } })]],
  ['an invalid expression', [new UpdateItemCommand({ TableName, Key: key('a'), UpdateExpression: 'SET' })]],
  ['a request without a table', [new GetItemCommand({ TableName: undefined, Key: key('a') })]],
  ['the list of tables', [new ListTablesCommand({})]],
];

/** Returns the deterministic parts of an answer or an error. */
async function observe(client: DynamodbSender, command: unknown): Promise<unknown> {
  const send = client.send.bind(client) as (
    command: unknown,
  ) => Promise<{ $metadata: { httpStatusCode: number } }>;
  try {
    const { $metadata, ...answer } = await send(command);
    return { status: $metadata.httpStatusCode, ...answer };
  } catch (error) {
    if (!(error instanceof DynamoDBServiceException)) throw error;
    const { name, message, $fault, $metadata, constructor } = error;
    return { name, message, $fault, status: $metadata.httpStatusCode, constructor: constructor.name };
  }
}

describe('the DynamoDB in this process', () => {
  let server: OpenDynamodb;
  beforeAll(async () => {
    server = await openDynamodb();
  });
  afterAll(() => server.close());

  it.each(CASES)('answers like the server: %s', async (_, commands) => {
    const { client } = server;
    const inProcess = createInProcessDynamodb();
    await ensureTable({ client, tableName: TableName, clock: new RealClock() });
    await ensureTable({ client: inProcess as typeof client, tableName: TableName, clock: new RealClock() });
    for (const command of commands) {
      expect(await observe(inProcess, command)).toEqual(await observe(client, command));
    }
    await client.send(new DeleteTableCommand({ TableName }));
  });

  it('throws the errors of the SDK', async () => {
    const client = await withTable();
    await client.send(set(2));

    await expect(client.send(set(1))).rejects.toThrow(ConditionalCheckFailedException);
    await expect(client.send(new ScanCommand({ TableName: 'nowhere' }))).rejects.toThrow(
      ResourceNotFoundException,
    );
  });

  it('answers while a virtual clock stands still', async () => {
    const client = await withTable();
    const clock = virtualClock();
    const begun = clock.now();
    const passed: number[] = [];
    const slept = clock.sleep(1_000);

    for (let at = 1; at <= 10; at += 1) {
      await client.send(set(at));
      await client.send(put(`deferred#${at}`));
      await client.send(query());
      await client.send(
        new BatchGetItemCommand({ RequestItems: { [TableName]: { Keys: [key('watermark')] } } }),
      );
      passed.push(clock.now() - begun);
    }
    await slept;

    expect(passed).toEqual(Array(10).fill(0));
    expect(clock.now() - begun).toBe(1_000);
  });

  it('copies the objects of requests and answers', async () => {
    const client = await withTable();
    const Item = { ...key('claim'), by: { S: 'a' } };
    await client.send(new PutItemCommand({ TableName, Item }));
    Item.by.S = 'b';
    const read = () => client.send(new GetItemCommand({ TableName, Key: key('claim') }));
    const first = await read();
    first.Item!['by'] = { S: 'c' };

    expect((await read()).Item?.['by']).toEqual({ S: 'a' });
  });

  it('does nothing if the signal was aborted', async () => {
    const client = await withTable();
    const abortSignal = AbortSignal.abort(new Error('stopped'));

    await expect(client.send(set(1), { abortSignal })).rejects.toThrow('stopped');
    expect((await client.send(new ScanCommand({ TableName }))).Count).toBe(0);
  });
});

async function withTable(): Promise<OpenDynamodb['client']> {
  const client = createInProcessDynamodb() as OpenDynamodb['client'];
  await ensureTable({ client, tableName: TableName, clock: new RealClock() });
  return client;
}
