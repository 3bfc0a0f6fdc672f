import { BatchGetItemCommand, BatchWriteItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { publishedKey } from '../../../events/progress.ts';
import { ProgressUnavailable } from '../errors/progress-errors.ts';
import { requestTable } from './request-table.ts';

/**
 * The titles that are on the stream. A title that Watchmode no longer knows is announced as removed only if it was
 * published before.
 *
 * Each call takes the titles of one batch, at most 25, and rejects with ProgressUnavailable if the table does not answer.
 */
export interface PublishedTitles {
  /** Adds titles. Adding one again changes nothing. */
  add(titleIds: readonly number[]): Promise<void>;
  /** Returns those of the titles that are here. */
  among(titleIds: readonly number[]): Promise<number[]>;
  /** Removes titles. */
  remove(titleIds: readonly number[]): Promise<void>;
}

/** Creates the list of published titles in the progress table: one item a title, without attributes. */
export function createPublishedTitles(
  client: Pick<DynamoDBClient, 'send'>,
  tableName: string,
): PublishedTitles {
  const request = <T>(action: string, send: () => Promise<T>) => requestTable(action, tableName, send);

  async function write(requests: NonNullable<BatchWriteItemCommand['input']['RequestItems']>[string]) {
    if (requests.length === 0) return;
    const { UnprocessedItems = {} } = await request('BatchWriteItem', () =>
      client.send(new BatchWriteItemCommand({ RequestItems: { [tableName]: requests } })),
    );
    if (Object.keys(UnprocessedItems).length > 0) throw throttled('BatchWriteItem', 'items');
  }

  const throttled = (action: string, what: string) =>
    new ProgressUnavailable(`${action} of ${tableName}`, `some ${what} were throttled`);

  const keyOf = (titleId: number) => marshall(publishedKey(titleId));

  return {
    add: (titleIds) => write(titleIds.map((titleId) => ({ PutRequest: { Item: keyOf(titleId) } }))),
    remove: (titleIds) => write(titleIds.map((titleId) => ({ DeleteRequest: { Key: keyOf(titleId) } }))),

    async among(titleIds) {
      if (titleIds.length === 0) return [];
      const { Responses, UnprocessedKeys = {} } = await request('BatchGetItem', () =>
        client.send(
          new BatchGetItemCommand({
            RequestItems: { [tableName]: { Keys: titleIds.map(keyOf), ConsistentRead: true } },
          }),
        ),
      );
      if (Object.keys(UnprocessedKeys).length > 0) throw throttled('BatchGetItem', 'keys');
      const found = new Set((Responses?.[tableName] ?? []).map(({ item }) => item?.S));
      return titleIds.filter((titleId) => found.has(publishedKey(titleId).item));
    },
  };
}
