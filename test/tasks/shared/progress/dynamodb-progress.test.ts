import {
  BatchGetItemCommand,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  ProvisionedThroughputExceededException,
  PutItemCommand,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mockClient, type AwsClientStub } from 'aws-sdk-client-mock';
import type { ClaimItem, DeferredItem } from '../../../../events/types.ts';
import { createProgressTable } from '../../../../tasks/shared/progress/dynamodb-progress.ts';
import type { ProgressTable } from '../../../../tasks/shared/progress/progress-table.ts';

const TABLE = 'TvGuideProgress';
const CLAIM: ClaimItem = {
  feed: 'new_titles',
  item: 'claim',
  executionArn: 'arn:a',
  claimedAt: '2026-11-24T06:00:03.250Z',
};
const deferred = (titleId: number): DeferredItem => ({
  feed: 'new_titles',
  item: `deferred#${titleId}`,
  titleId,
  status: 'waiting',
  since: '2026-11-24T06:00:03.250Z',
  runs: 1,
  error: 'Watchmode.Unavailable',
});

let dynamodb: AwsClientStub<DynamoDBClient>;
let table: ProgressTable;

beforeEach(() => {
  dynamodb = mockClient(DynamoDBClient);
  table = createProgressTable(new DynamoDBClient({ region: 'eu-west-2' }), TABLE);
});
afterEach(() => dynamodb.restore());

const throttled = () => new ProvisionedThroughputExceededException({ $metadata: {}, message: 'too much' });

describe('the progress table in DynamoDB', () => {
  it('is read consistently', async () => {
    dynamodb.on(GetItemCommand).resolves({}).on(QueryCommand).resolves({});
    dynamodb.on(BatchGetItemCommand).resolves({});
    await table.readWatermark('new_titles');
    await table.readClaim('new_titles');
    await table.listDeferred('new_titles');
    await table.readDeferred('new_titles', [7]);

    const inputs = dynamodb.calls().map(({ args }) => args[0].input);
    expect(inputs).toEqual([
      expect.objectContaining({ TableName: TABLE, ConsistentRead: true }),
      expect.objectContaining({ TableName: TABLE, ConsistentRead: true }),
      expect.objectContaining({ TableName: TABLE, ConsistentRead: true }),
      { RequestItems: { [TABLE]: expect.objectContaining({ ConsistentRead: true }) } },
    ]);
  });

  it('sends no request for no titles', async () => {
    expect(await table.readDeferred('new_titles', [])).toEqual(new Map());
    expect(dynamodb.calls()).toEqual([]);
  });

  it('lists deferred titles page by page', async () => {
    const next = marshall({ feed: 'new_titles', item: 'deferred#7' });
    dynamodb
      .on(QueryCommand)
      .resolvesOnce({ Items: [marshall(deferred(7))], LastEvaluatedKey: next })
      .resolvesOnce({ LastEvaluatedKey: next })
      .resolvesOnce({ Items: [marshall(deferred(8))] });

    expect(await table.listDeferred('new_titles')).toEqual([deferred(7), deferred(8)]);
    const starts = dynamodb.commandCalls(QueryCommand).map(({ args }) => args[0].input.ExclusiveStartKey);
    expect(starts).toEqual([undefined, next, next]);
  });

  it('leaves an invalid item out of a listing if a listener receives it', async () => {
    const broken = { ...deferred(8), status: 'lost' };
    dynamodb
      .on(QueryCommand)
      .resolves({ Items: [deferred(7), broken, deferred(9)].map((item) => marshall(item)) });
    const told: string[] = [];
    const tolerant = createProgressTable(new DynamoDBClient({ region: 'eu-west-2' }), TABLE, ({ message }) =>
      told.push(message),
    );

    expect(await tolerant.listDeferred('new_titles')).toEqual([deferred(7), deferred(9)]);
    expect(told).toEqual([
      expect.stringMatching(
        /the item "new_titles deferred#8" of the table TvGuideProgress is not valid: \/status /,
      ),
    ]);
  });

  it('is unavailable if it returns only some titles', async () => {
    dynamodb.on(BatchGetItemCommand).resolves({
      Responses: { [TABLE]: [marshall(deferred(7))] },
      UnprocessedKeys: { [TABLE]: { Keys: [marshall({ feed: 'new_titles', item: 'deferred#8' })] } },
    });

    await expect(table.readDeferred('new_titles', [7, 8])).rejects.toMatchObject({
      name: 'Progress.Unavailable',
      request: 'BatchGetItem of TvGuideProgress',
    });
  });

  it.each<[string, () => Promise<unknown>]>([
    ['GetItem', () => table.readWatermark('new_titles')],
    ['GetItem', () => table.readClaim('new_titles')],
    ['Query', () => table.listDeferred('new_titles')],
    ['BatchGetItem', () => table.readDeferred('new_titles', [7])],
    ['PutItem', () => table.put(CLAIM, null)],
    ['DeleteItem', () => table.remove(CLAIM)],
  ])('is unavailable where %s fails, and says why', async (operation, call) => {
    const cause = throttled();
    dynamodb.onAnyCommand().rejects(cause);

    await expect(call()).rejects.toMatchObject({
      name: 'Progress.Unavailable',
      message: `${operation} of TvGuideProgress: ProvisionedThroughputExceededException: too much`,
      cause,
    });
  });

  it('distinguishes a failed condition from a failure', async () => {
    const refused = new ConditionalCheckFailedException({ $metadata: {}, message: 'no' });
    dynamodb.on(PutItemCommand).rejects(refused).on(DeleteItemCommand).rejects(refused);

    expect(await table.put(CLAIM, null)).toBe(false);
    expect(await table.remove(CLAIM)).toBe(false);
  });

  it.each<[string, object, () => Promise<unknown>, string]>([
    [
      'watermark',
      { feed: 'new_titles', item: 'watermark', watermark: 'yesterday' },
      () => table.readWatermark('new_titles'),
      '/watermark must match pattern',
    ],
    [
      'claim',
      { feed: 'new_titles', item: 'claim', executionArn: 'arn:a' },
      () => table.readClaim('new_titles'),
      "(root) must have required property 'claimedAt'",
    ],
    [
      'deferred#7',
      { ...deferred(7), status: 'lost' },
      () => table.readDeferred('new_titles', [7]),
      '/status must be one of "waiting", "rejected", "unknown"',
    ],
    [
      'deferred#7',
      { ...deferred(7), runs: 'two' },
      () => table.listDeferred('new_titles'),
      '/runs must be integer',
    ],
  ])('names the item "%s" that breaks its contract, and where', async (item, value, read, problem) => {
    const Item = marshall(value);
    dynamodb
      .on(GetItemCommand)
      .resolves({ Item })
      .on(QueryCommand)
      .resolves({ Items: [Item] });
    dynamodb.on(BatchGetItemCommand).resolves({ Responses: { [TABLE]: [Item] } });

    await expect(read()).rejects.toMatchObject({
      name: 'ConfigurationError',
      message: expect.stringMatching(
        new RegExp(`the item "new_titles ${item}" of the table TvGuideProgress is not valid: `),
      ),
      faults: [expect.stringContaining(problem)],
    });
  });
});
