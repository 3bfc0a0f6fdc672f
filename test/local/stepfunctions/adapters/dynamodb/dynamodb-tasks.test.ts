import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  DynamoDBClient,
  InternalServerError,
  ProvisionedThroughputExceededException,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { createDynamodbTasks } from '../../../../../local/stepfunctions/adapters/dynamodb/dynamodb-tasks.ts';
import { createDynamodbClient } from '../../../../../local/dynamodb/dynamodb-client.ts';
import type { TaskOutcome } from '../../../../../local/stepfunctions/interpreter/ports.ts';
import { parseTaskResource } from '../../../../../local/stepfunctions/interpreter/task-resource.ts';
import { createInProcessDynamodb } from '../../../../support/in-process-dynamodb.ts';
import { createTable, openDynamodb, type OpenDynamodb } from '../../../dynamodb/support/local-dynamodb.ts';
import { Harness } from '../../../../../local/stepfunctions/testing.ts';
import { call } from '../lambda/support/call.ts';

const NOW = Date.UTC(2026, 10, 24, 6);
const TableName = 'progress';
const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const optimised = (action: string): string => `arn:aws:states:::dynamodb:${action}`;
const sdk = (action: string): string => `arn:aws:states:::aws-sdk:dynamodb:${action}`;
const absent = 'attribute_not_exists(feed)';
const clock = { now: () => NOW };

let dynamodb: OpenDynamodb;
let count = 0;
beforeAll(async () => {
  dynamodb = await openDynamodb();
  await createTable(dynamodb.client, TableName);
});
afterAll(() => dynamodb.close());

/** A unique key for each test. */
function freshKey() {
  count += 1;
  return { feed: { S: `feed-${count}` }, item: { S: 'watermark' } };
}

function invoke(arn: string, request: unknown): Promise<TaskOutcome> {
  return createDynamodbTasks({ client: dynamodb.client, clock }).invoke(call(arn, request));
}

async function output(arn: string, request: unknown): Promise<Record<string, unknown>> {
  const outcome = await invoke(arn, request);
  if (outcome.status !== 'SUCCEEDED') throw new Error(`${outcome.error}: ${outcome.cause}`);
  return JSON.parse(outcome.output) as Record<string, unknown>;
}

describe('the integrations with DynamoDB', () => {
  it('write, change, read and delete an item, in the JSON of the API', async () => {
    const Key = freshKey();
    const Item = { ...Key, at: { N: '1' }, seen: { L: [{ BOOL: true }, { NULL: true }] } };

    expect(await output(sdk('putItem'), { TableName, Item })).toEqual({});
    expect(await output(sdk('getItem'), { TableName, Key })).toEqual({ Item });
    const changed = await output(sdk('updateItem'), {
      TableName,
      Key,
      UpdateExpression: 'SET #at = :at',
      ConditionExpression: 'attribute_not_exists(#at) OR #at < :at',
      ExpressionAttributeNames: { '#at': 'at' },
      ExpressionAttributeValues: { ':at': { N: '20' } },
      ReturnValues: 'UPDATED_NEW',
    });
    expect(changed).toEqual({ Attributes: { at: { N: '20' } } });
    expect(await output(sdk('deleteItem'), { TableName, Key, ReturnValues: 'ALL_OLD' })).toEqual({
      Attributes: { ...Item, at: { N: '20' } },
    });
    expect(await output(sdk('getItem'), { TableName, Key })).toEqual({});
  });

  it('query a page of items', async () => {
    const { feed } = freshKey();
    for (const item of ['deferred#1', 'deferred#2', 'watermark']) {
      await output(optimised('putItem'), { TableName, Item: { feed, item: { S: item } } });
    }

    const page = await output(sdk('query'), {
      TableName,
      KeyConditionExpression: 'feed = :feed AND begins_with(#item, :prefix)',
      ExpressionAttributeNames: { '#item': 'item' },
      ExpressionAttributeValues: { ':feed': feed, ':prefix': { S: 'deferred#' } },
      Limit: 1,
    });

    expect(page).toEqual({
      Items: [{ feed, item: { S: 'deferred#1' } }],
      Count: 1,
      ScannedCount: 1,
      LastEvaluatedKey: { feed, item: { S: 'deferred#1' } },
    });
  });

  it('add metadata to the optimised result', async () => {
    const Key = freshKey();
    const put = await output(optimised('putItem'), { TableName, Item: Key });
    const got = await output(optimised('getItem'), { TableName, Key });

    expect(put).toEqual({
      SdkHttpMetadata: {
        AllHttpHeaders: expect.objectContaining({ 'Content-Length': ['2'] }),
        HttpHeaders: {
          Connection: 'keep-alive',
          'Content-Length': '2',
          'Content-Type': 'application/x-amz-json-1.0',
          Date: 'Tue, 24 Nov 2026 06:00:00 GMT',
          Server: 'Server',
          'x-amzn-RequestId': expect.stringMatching(UUID),
        },
        HttpStatusCode: 200,
      },
      SdkResponseMetadata: { RequestId: expect.stringMatching(UUID) },
    });
    expect(Object.keys(got)).toEqual(['Item', 'SdkHttpMetadata', 'SdkResponseMetadata']);
    expect(got['Item']).toEqual(Key);
  });

  it('carry binary data as Base64', async () => {
    const Key = freshKey();
    const binary = { one: { B: '3q2+7w==' }, many: { BS: ['AQ==', 'Ag=='] }, B: { M: { B: { S: 'text' } } } };
    await output(sdk('putItem'), { TableName, Item: { ...Key, ...binary } });

    const { client } = dynamodb;
    const { Attributes } = await client.send(
      new UpdateItemCommand({
        TableName,
        Key,
        UpdateExpression: 'SET seen = :seen',
        ExpressionAttributeValues: { ':seen': { BOOL: true } },
        ReturnValues: 'ALL_OLD',
      }),
    );
    expect(Attributes?.['one']?.B).toEqual(new Uint8Array([0xde, 0xad, 0xbe, 0xef]));
    expect(await output(sdk('getItem'), { TableName, Key })).toMatchObject({ Item: binary });
  });
});

describe('the errors of the integrations with DynamoDB', () => {
  it.each([
    [
      optimised('putItem'),
      'DynamoDB.ConditionalCheckFailedException',
      'Service: AmazonDynamoDBv2; Status Code: 400; Error Code: ConditionalCheckFailedException; Request ID: <>; Proxy: null',
    ],
    [
      sdk('putItem'),
      'DynamoDb.ConditionalCheckFailedException',
      'Service: DynamoDb, Status Code: 400, Request ID: <>',
    ],
  ])('name a failed condition (%s)', async (arn, error, facts) => {
    const request = { TableName, Item: freshKey(), ConditionExpression: absent };
    await output(arn, request);

    expect(await invoke(arn, request)).toEqual({
      status: 'FAILED',
      error,
      cause: causeOf('The conditional request failed', facts),
    });
  });

  it.each([
    [
      optimised('getItem'),
      'DynamoDB.ResourceNotFoundException',
      'Service: AmazonDynamoDBv2; Status Code: 400; Error Code: ResourceNotFoundException; Request ID: <>; Proxy: null',
    ],
    [
      sdk('getItem'),
      'DynamoDb.ResourceNotFoundException',
      'Service: DynamoDb, Status Code: 400, Request ID: <>',
    ],
  ])('name a table that does not exist (%s)', async (arn, error, facts) => {
    expect(await invoke(arn, { TableName: 'nowhere', Key: freshKey() })).toEqual({
      status: 'FAILED',
      error,
      cause: causeOf('Requested resource not found', facts),
    });
  });

  it.each([
    [optimised('putItem'), { TableName, Item: null }, 'DynamoDB.AmazonDynamoDBException'],
    [sdk('putItem'), { TableName, Item: null }, 'DynamoDb.DynamoDbException'],
    [optimised('getItem'), {}, 'DynamoDB.AmazonDynamoDBException'],
    [sdk('getItem'), { TableName, Key: { feed: { S: 'f' } } }, 'DynamoDb.DynamoDbException'],
    [sdk('putItem'), { TableName, Item: { ...freshKey(), a: {} } }, 'DynamoDb.DynamoDbException'],
    [
      optimised('updateItem'),
      { TableName, Key: freshKey(), UpdateExpression: 'SET' },
      'DynamoDB.AmazonDynamoDBException',
    ],
    [
      optimised('putItem'),
      { TableName, Item: { ...freshKey(), n: { N: 5 } } },
      'DynamoDB.AmazonDynamoDBException',
    ],
  ])('have one name for all invalid requests (%s, %j)', async (arn, request, error) => {
    expect(await invoke(arn, request)).toMatchObject({ status: 'FAILED', error });
  });

  it.each([
    [
      new ProvisionedThroughputExceededException({ message: 'busy', $metadata: {} }),
      'ProvisionedThroughputExceededException',
    ],
    [new InternalServerError({ message: 'broken', $metadata: {} }), 'InternalServerErrorException'],
  ])('name %p after the class of the SDK', async (thrown, name) => {
    const client = new DynamoDBClient({ region: 'eu-west-2' });
    mockClient(client).on(UpdateItemCommand).rejects(thrown);
    const tasks = createDynamodbTasks({ client, clock });
    const request = { TableName, Key: freshKey() };

    expect(await tasks.invoke(call(optimised('updateItem'), request))).toMatchObject({
      error: `DynamoDB.${name}`,
    });
    expect(await tasks.invoke(call(sdk('updateItem'), request))).toMatchObject({ error: `DynamoDb.${name}` });
  });

  it.each([
    [optimised('getItem'), 'DynamoDB.SdkClientException'],
    [sdk('getItem'), 'DynamoDb.SdkClientException'],
  ])('fail the task when the endpoint is unreachable (%s)', async (arn, error) => {
    const gone = await openDynamodb();
    await gone.close();
    const client = createDynamodbClient(gone.dynamodb);

    const outcome = await createDynamodbTasks({ client, clock }).invoke(
      call(arn, { TableName, Key: freshKey() }),
    );

    client.destroy();
    expect(outcome).toEqual({
      status: 'FAILED',
      error,
      cause: expect.stringMatching(
        /^Unable to execute HTTP request: (AWS SDK error wrapper for Error: )?connect ECONNREFUSED 127\.0\.0\.1:\d+$/,
      ),
    });
  });

  it.each([
    [optimised('getItem'), { TableName, Key: freshKey(), Condition: 'x' }, 'The field "Condition" is not'],
    [optimised('getItem'), { tableName: TableName }, 'The field "tableName" is not supported'],
    [optimised('updateItem'), 'text', 'must be an object'],
    [sdk('getItem'), { TableName, Key: 'text' }, 'could not be used to start the task'],
    [sdk('getItem'), { TableName: 5, Key: { feed: 5 } }, 'NUMBER_VALUE cannot be converted to String'],
    [sdk('query'), { TableName, Limit: 'many' }, 'STRING_VALUE cannot be converted to Integer'],
  ])('fail the task when the arguments are invalid (%s, %j)', async (arn, request, cause) => {
    const outcome = await invoke(arn, request);

    expect(outcome).toEqual({
      status: 'FAILED',
      error: 'States.Runtime',
      cause: expect.stringContaining(cause),
    });
  });

  it('abort a request with the signal', async () => {
    const signal = AbortSignal.abort(new Error('stopped'));
    const tasks = createDynamodbTasks({ client: dynamodb.client, clock });

    await expect(tasks.invoke(call(sdk('getItem'), { TableName, Key: freshKey() }, signal))).rejects.toThrow(
      'stopped',
    );
  });
});

describe('a definition with DynamoDB', () => {
  const tasks = () => createDynamodbTasks({ client: dynamodb.client, clock });

  it.each([
    optimised('updateItem'),
    sdk('query'),
    'arn:aws-cn:states:::dynamodb:putItem',
    'arn:aws-us-gov:states:::aws-sdk:dynamodb:getItem',
  ])('may name %s', (arn) => {
    expect(tasks().refusal(parseTaskResource(arn)!)).toBeUndefined();
  });

  it.each([
    [
      optimised('query'),
      'Supported: dynamodb:getItem, putItem, updateItem, deleteItem and aws-sdk:dynamodb:',
    ],
    [sdk('batchGetItem'), 'deleteItem, query'],
    [sdk('toString'), 'is not supported'],
    [`${optimised('getItem')}.sync`, 'use the resource without .sync'],
    [`${sdk('putItem')}.waitForTaskToken`, 'use the resource without .waitForTaskToken'],
    ['arn:aws:lambda:eu-west-2:000000000000:function:f', 'is not supported'],
  ])('may not name %s', (arn, reason) => {
    expect(tasks().refusal(parseTaskResource(arn)!)).toContain(reason);
  });

  it('lets Catch and Retry match its errors', async () => {
    const harness = new Harness({}, { invoker: tasks() });
    const Item = freshKey();
    const claim = {
      Type: 'Task',
      Resource: 'arn:aws-cn:states:::dynamodb:putItem',
      Arguments: { TableName, Item, ConditionExpression: absent, ReturnValues: 'ALL_OLD' },
    };
    const { output: result } = await harness.run({
      StartAt: 'Claim',
      States: {
        Claim: { ...claim, Next: 'Claim again' },
        'Claim again': {
          ...claim,
          Retry: [{ ErrorEquals: ['DynamoDB.ConditionalCheckFailedException'], MaxAttempts: 1 }],
          Catch: [
            {
              ErrorEquals: ['DynamoDB.ConditionalCheckFailedException'],
              Output: '{% $states.errorOutput.Error %}',
              Next: 'Done',
            },
          ],
          End: true,
        },
        Done: { Type: 'Succeed' },
      },
    });

    expect(result).toBe('"DynamoDB.ConditionalCheckFailedException"');
  });
});

describe('a Task state that calls DynamoDB', () => {
  const reading = {
    StartAt: 'Read',
    States: {
      Read: {
        Type: 'Task',
        Resource: optimised('getItem'),
        Arguments: { TableName, Key: { feed: { S: 'f' }, item: { S: 'watermark' } } },
        TimeoutSeconds: 5,
        Output: '{% $states.result.Item %}',
        End: true,
      },
    },
  };

  it('times out, and aborts its request', async () => {
    const client = new DynamoDBClient({ region: 'eu-west-2' });
    const ended: string[] = [];
    const send = (_: unknown, { abortSignal }: { abortSignal: AbortSignal }) =>
      new Promise((_resolve, reject) => {
        abortSignal.addEventListener('abort', () => {
          ended.push('request');
          reject(new Error('aborted'));
        });
      });
    const invoker = createDynamodbTasks({ client: Object.assign(client, { send }), clock });
    const harness = new Harness({}, { invoker });

    expect(await harness.run(reading)).toMatchObject({ status: 'FAILED', error: 'States.Timeout' });
    expect(ended).toEqual(['request']);
  });

  it('takes no time on a virtual clock with the DynamoDB in this process', async () => {
    const client = createInProcessDynamodb();
    await createTable(client as DynamoDBClient, TableName);
    const harness = new Harness({}, { invoker: createDynamodbTasks({ client, clock }) });

    // The item does not exist, so there is no output.
    expect(await harness.run(reading)).toMatchObject({ error: 'States.QueryEvaluationError' });
    const Item = { feed: { S: 'f' }, item: { S: 'watermark' } };
    await client.send(new PutItemCommand({ TableName, Item }));
    const begun = harness.clock.now();
    const { status, output: result } = await harness.run(reading);

    expect({ status, result }).toEqual({ status: 'SUCCEEDED', result: JSON.stringify(Item) });
    expect(harness.clock.now()).toBe(begun);
  });
});

function causeOf(message: string, facts: string): unknown {
  const pattern = `${message} (${facts})`.replace(/[()]/g, '\\$&').replace('<>', UUID);
  return expect.stringMatching(new RegExp(`^${pattern}$`));
}
