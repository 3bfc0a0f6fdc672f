import { BatchGetItemCommand, BatchWriteItemCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import {
  createPublishedTitles,
  type PublishedTitles,
} from '../../../../tasks/shared/progress/published-titles.ts';
import { shareDynamodb } from '../../../local/dynamodb/support/shared-dynamodb.ts';
import { memoryPublishedTitles } from '../../support/memory-published-titles.ts';

const dynamodb = shareDynamodb();

const KINDS: Record<string, () => Promise<PublishedTitles>> = {
  'in memory': () => Promise.resolve(memoryPublishedTitles()),
  'in DynamoDB': async () => {
    const tableName = await dynamodb.newTable();
    return createPublishedTitles(dynamodb.client, tableName);
  },
};

describe.each(Object.keys(KINDS))('the list of published titles %s', (kind) => {
  it('holds the titles that were added and not removed', async () => {
    const titles = await KINDS[kind]!();
    await titles.add([1, 2, 3]);
    await titles.add([3]);
    await titles.remove([2, 9]);

    expect(await titles.among([4, 3, 2, 1])).toEqual([3, 1]);
  });

  it('takes no titles', async () => {
    const titles = await KINDS[kind]!();
    await titles.add([]);
    await titles.remove([]);

    expect(await titles.among([])).toEqual([]);
  });
});

describe('the list of published titles without an answer', () => {
  const client = mockClient(new DynamoDBClient({ region: 'eu-west-2' }));
  const titles = createPublishedTitles(client, 'Progress');

  it('says what was asked and why it failed', async () => {
    client.rejects(new Error('connect ECONNREFUSED'));

    await expect(titles.add([1])).rejects.toMatchObject({
      name: 'Progress.Unavailable',
      message: expect.stringMatching(/BatchWriteItem of Progress.*ECONNREFUSED/),
    });
  });

  it('fails if the table takes only a part', async () => {
    client.on(BatchWriteItemCommand).resolves({ UnprocessedItems: { Progress: [{}] } });
    client.on(BatchGetItemCommand).resolves({ UnprocessedKeys: { Progress: { Keys: [] } } });
    const throttled = { name: 'Progress.Unavailable', message: expect.stringContaining('were throttled') };

    await expect(titles.remove([1])).rejects.toMatchObject(throttled);
    await expect(titles.among([1])).rejects.toMatchObject(throttled);
  });
});
