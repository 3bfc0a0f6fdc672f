import { DeleteItemCommand, type DynamoDBClient, paginateQuery } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { Feed, ProgressItem } from '../../events/types.ts';

const SWEPT: Feed = 'catalogue';

/**
 * Removes all items of the feed `catalogue` from a progress table: its watermark, its claim, its deferred titles, the pages
 * of its last sweep, and the reference data.
 *
 * @returns the watermark, which is the time of the last sweep; null if there was none
 */
export async function forgetSweeps(client: DynamoDBClient, tableName: string): Promise<string | null> {
  let watermark: string | null = null;
  const pages = paginateQuery(
    { client },
    {
      TableName: tableName,
      KeyConditionExpression: 'feed = :feed',
      ExpressionAttributeValues: { ':feed': { S: SWEPT } },
    },
  );
  for await (const { Items = [] } of pages) {
    for (const stored of Items) {
      const { item, ...found } = unmarshall(stored) as ProgressItem;
      if ('watermark' in found) watermark = found.watermark;
      const Key = { feed: { S: SWEPT }, item: { S: item } };
      await client.send(new DeleteItemCommand({ TableName: tableName, Key }));
    }
  }
  return watermark;
}
