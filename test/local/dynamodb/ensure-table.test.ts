import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  CreateTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  ResourceInUseException,
  ResourceNotFoundException,
  type TableStatus,
} from '@aws-sdk/client-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { VirtualClock } from '../../../local/stepfunctions/testing.ts';
import { ensureTable } from '../../../local/dynamodb/ensure-table.ts';
import { NotActiveError } from '../../../local/ensure-active.ts';
import { createTable, openDynamodb, type OpenDynamodb } from './support/local-dynamodb.ts';
import { settled } from '../../support/settled.ts';

const clock = () => new VirtualClock(settled);
const notFound = () => new ResourceNotFoundException({ message: 'none', $metadata: {} });
const table = (TableStatus: TableStatus) => ({ Table: { TableStatus } });

describe('ensureTable on the local DynamoDB', () => {
  let opened: OpenDynamodb;
  beforeEach(async () => {
    opened = await openDynamodb();
  });
  afterEach(() => opened.close());

  it('creates an on-demand table with feed and item as its key', async () => {
    await createTable(opened.client, 'progress');

    const { Table } = await opened.client.send(new DescribeTableCommand({ TableName: 'progress' }));
    expect(Table).toMatchObject({
      TableStatus: 'ACTIVE',
      BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' },
      KeySchema: [
        { AttributeName: 'feed', KeyType: 'HASH' },
        { AttributeName: 'item', KeyType: 'RANGE' },
      ],
      AttributeDefinitions: [
        { AttributeName: 'feed', AttributeType: 'S' },
        { AttributeName: 'item', AttributeType: 'S' },
      ],
    });
  });

  it('leaves an existing table unchanged, also with concurrent callers', async () => {
    await Promise.all(Array.from({ length: 5 }, () => createTable(opened.client, 'progress')));
    const first = await opened.client.send(new DescribeTableCommand({ TableName: 'progress' }));
    await createTable(opened.client, 'progress');
    const second = await opened.client.send(new DescribeTableCommand({ TableName: 'progress' }));

    expect(second.Table?.TableId).toBe(first.Table?.TableId);
  });
});

describe('ensureTable', () => {
  const client = new DynamoDBClient({ region: 'eu-west-2' });
  const mock = mockClient(client);
  beforeEach(() => {
    mock.reset();
  });

  it('waits until a table that another caller creates is active', async () => {
    mock
      .on(DescribeTableCommand)
      .rejectsOnce(notFound())
      .resolvesOnce(table('CREATING'))
      .resolves(table('ACTIVE'));
    mock.on(CreateTableCommand).rejects(new ResourceInUseException({ message: '', $metadata: {} }));

    await ensureTable({ client, tableName: 'progress', clock: clock() });

    expect(mock.commandCalls(DescribeTableCommand)).toHaveLength(3);
    expect(mock.commandCalls(CreateTableCommand)).toHaveLength(1);
  });

  it('gives up after two minutes', async () => {
    mock.on(DescribeTableCommand).resolves(table('UPDATING'));
    const time = clock();

    const error = await ensureTable({ client, tableName: 'progress', clock: time }).catch(
      (reason: unknown) => reason,
    );

    expect(error).toBeInstanceOf(NotActiveError);
    expect(error).toMatchObject({ resource: 'the table progress', status: 'UPDATING' });
    expect(time.monotonic() - clock().monotonic()).toBeGreaterThanOrEqual(120_000);
  });

  it('passes other errors on, and stops when its signal aborts', async () => {
    mock.on(DescribeTableCommand).rejectsOnce(new Error('down')).resolves(table('UPDATING'));
    await expect(ensureTable({ client, tableName: 'progress', clock: clock() })).rejects.toThrow('down');

    const signal = AbortSignal.abort(new Error('enough'));
    await expect(ensureTable({ client, tableName: 'progress', clock: clock(), signal })).rejects.toThrow(
      'enough',
    );
  });
});
