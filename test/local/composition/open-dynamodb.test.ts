import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { Closers, RealClock, startStepFunctions, systemRandom } from '../../../local/stepfunctions/index.ts';
import { ACCOUNT } from '../../../local/account.ts';
import { machine } from '../../../local/stepfunctions/testing.ts';
import { createDynamodbClient } from '../../../local/dynamodb/dynamodb-client.ts';
import { ensureTable } from '../../../local/dynamodb/ensure-table.ts';
import { openLocalDynamodb, type OpenDynamodb } from '../../../local/composition/open-dynamodb.ts';

const clock = new RealClock();
const Key = { feed: { S: 'new_titles' }, item: { S: 'watermark' } };
const WRITES = machine({
  StartAt: 'Write',
  States: {
    Write: {
      Type: 'Task',
      Resource: 'arn:aws:states:::dynamodb:putItem',
      Arguments: { TableName: 'progress', Item: Key },
      End: true,
    },
  },
});

let dataFolder: string;
let closers: Closers;
let warnings: string[];
beforeEach(async () => {
  warnings = [];
  dataFolder = await mkdtemp(join(tmpdir(), 'open-dynamodb-'));
  closers = new Closers();
});
afterEach(async () => {
  await closers.close();
  await rm(dataFolder, { recursive: true, force: true });
});

function open(): Promise<OpenDynamodb> {
  const settings = {
    ...ACCOUNT,
    clock,
    random: systemRandom,
    warn: (message: string) => void warnings.push(message),
  };
  return openLocalDynamodb({ ...settings, path: join(dataFolder, 'progress') }, closers);
}

async function stepFunctions(dynamodb?: OpenDynamodb) {
  const client = dynamodb && createDynamodbClient(dynamodb);
  closers.add(() => client?.destroy());
  const started = await startStepFunctions({
    ...ACCOUNT,
    dataFolder,
    warn: () => undefined,
    ...(client && { dynamodb: client }),
  });
  closers.add(() => started.close());
  return started;
}

describe('Step Functions with a DynamoDB', () => {
  it('run Task states that write to it, and keep its data for the next start', async () => {
    const dynamodb = await open();
    const client = createDynamodbClient(dynamodb);
    closers.add(() => client.destroy());
    await ensureTable({ client, tableName: 'progress', clock });
    const { engine } = await stepFunctions(dynamodb);
    const { executionArn } = await engine.startExecution({ stateMachine: WRITES, input: '{}' });

    expect(await engine.whenEnded(executionArn)).toMatchObject({ status: 'SUCCEEDED' });
    await closers.close();
    const again = createDynamodbClient(await open());
    closers.add(() => again.destroy());
    const { Item } = await again.send(new GetItemCommand({ TableName: 'progress', Key }));
    expect(Item).toEqual(Key);
  });

  it('refuse such states without a DynamoDB', async () => {
    const { stateMachines } = await stepFunctions();

    await expect(
      stateMachines.create({
        name: 'writes',
        definition: WRITES.definition,
        roleArn: 'arn:aws:iam::000000000000:role/a',
      }),
    ).rejects.toThrow('dynamodb:putItem is not supported: this runtime has no DynamoDB');
  });

  it('provide the environment variables for the AWS SDK', async () => {
    const { endpoint, region, environment } = await open();

    expect(region).toBe('eu-west-2');
    expect(environment).toEqual({
      AWS_ENDPOINT_URL_DYNAMODB: endpoint,
      AWS_REGION: 'eu-west-2',
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
    });
  });

  it('warns once of a failure of every attempt of a request', async () => {
    const dynamodb = await open();
    const client = createDynamodbClient(dynamodb);
    closers.add(() => client.destroy());
    await ensureTable({ client, tableName: 'progress', clock });
    await client.send(new PutItemCommand({ TableName: 'progress', Item: Key }));
    const request = new PutItemCommand({
      TableName: 'progress',
      Item: Key,
      // dynalite fails to compare with a missing attribute.
      ConditionExpression: ':v BETWEEN :v AND gone',
      ExpressionAttributeValues: { ':v': { N: '5' } },
    });

    await expect(client.send(request)).rejects.toMatchObject({
      name: 'InternalServerError',
      $metadata: { attempts: 4 },
    });
    expect(warnings).toEqual([expect.stringMatching(/^the local DynamoDB: /)]);
  });
});
