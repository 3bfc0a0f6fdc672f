import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  ConditionalCheckFailedException,
  GetItemCommand,
  PutItemCommand,
  type DynamoDBClient,
  type PutItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { recordKey } from '../../events/catalogue.ts';
import type { CatalogueItem, CatalogueRecord } from '../../events/types.ts';
import { formatViolations, violationsOf } from '../../events/validate.ts';
import { CatalogueRecord as isCatalogueRecord } from '../../events/validators.mjs';
import { CatalogueUnavailable } from './catalogue-errors.ts';
import type { CatalogueTable } from './catalogue-table.ts';

type Condition = Pick<
  PutItemCommandInput,
  'ConditionExpression' | 'ExpressionAttributeNames' | 'ExpressionAttributeValues'
>;

/** The maximum number of items of a request. */
const MAX_ITEMS = { batchGet: 100, batchWrite: 25 } as const;

const IS_NEW: Condition = { ConditionExpression: 'attribute_not_exists(pk)' };

/** Creates a catalogue on DynamoDB's API. The client itself retries throttled requests. */
export function createCatalogueTable(
  client: Pick<DynamoDBClient, 'send'>,
  tableName: string,
): CatalogueTable {
  /** Returns false if the condition of the write failed. */
  async function put(item: CatalogueItem, condition: Condition): Promise<boolean> {
    try {
      await client.send(new PutItemCommand({ TableName: tableName, Item: marshall(item), ...condition }));
      return true;
    } catch (cause) {
      if (cause instanceof ConditionalCheckFailedException) return false;
      throw new CatalogueUnavailable(`PutItem of ${item.pk} ${item.sk} in ${tableName}`, { cause });
    }
  }

  return {
    async readRecord(titleId) {
      const key = recordKey(titleId);
      const request = `GetItem of ${key.pk} in ${tableName}`;
      const command = new GetItemCommand({ TableName: tableName, Key: marshall(key), ConsistentRead: true });
      const { Item } = await client.send(command).catch((cause: unknown) => {
        throw new CatalogueUnavailable(request, { cause });
      });
      if (Item === undefined) return null;
      const item: unknown = unmarshall(Item);
      const violations = violationsOf(isCatalogueRecord, item);
      if (violations.length > 0) {
        throw new CatalogueUnavailable(`${request}: it is not valid: ${formatViolations(violations)}`);
      }
      return item as CatalogueRecord;
    },

    async readRecords(titleIds) {
      const found = new Map<number, CatalogueRecord | null>();
      for (const batch of batchesOf(titleIds, MAX_ITEMS.batchGet)) {
        const request = `BatchGetItem of ${batch.length} titles in ${tableName}`;
        const Keys = batch.map((titleId) => marshall(recordKey(titleId)));
        const command = new BatchGetItemCommand({
          RequestItems: { [tableName]: { Keys, ConsistentRead: true } },
        });
        const { Responses, UnprocessedKeys = {} } = await client.send(command).catch((cause: unknown) => {
          throw new CatalogueUnavailable(request, { cause });
        });
        if (Object.keys(UnprocessedKeys).length > 0) {
          throw new CatalogueUnavailable(`${request}: some were throttled`);
        }
        const items = (Responses?.[tableName] ?? []).map((item) => unmarshall(item));
        const stored = new Map(items.map((item) => [item['pk'] as unknown, item]));
        for (const titleId of batch) {
          const item = stored.get(recordKey(titleId).pk);
          if (item === undefined) found.set(titleId, null);
          else if (isCatalogueRecord(item)) found.set(titleId, item as CatalogueRecord);
        }
      }
      return found;
    },

    putRecord: (record, found) =>
      put(
        record,
        found === null
          ? IS_NEW
          : {
              ConditionExpression: '#time = :time AND eventId = :eventId AND size(observations) = :count',
              ExpressionAttributeNames: { '#time': 'time' },
              ExpressionAttributeValues: marshall({
                ':time': found.time,
                ':eventId': found.eventId,
                ':count': found.observations.length,
              }),
            },
      ),

    async putRows(rows) {
      await Promise.all(
        rows.map((row) =>
          put(row, {
            ConditionExpression: 'attribute_not_exists(pk) OR asOf <= :asOf',
            ExpressionAttributeValues: marshall({ ':asOf': row.asOf }),
          }),
        ),
      );
    },

    async putFirstRows(rows) {
      for (const batch of batchesOf(rows, MAX_ITEMS.batchWrite)) {
        const request = `BatchWriteItem of ${batch.length} rows in ${tableName}`;
        const requests = batch.map((row) => ({ PutRequest: { Item: marshall(row) } }));
        const command = new BatchWriteItemCommand({ RequestItems: { [tableName]: requests } });
        const { UnprocessedItems = {} } = await client.send(command).catch((cause: unknown) => {
          throw new CatalogueUnavailable(request, { cause });
        });
        if (Object.keys(UnprocessedItems).length > 0) {
          throw new CatalogueUnavailable(`${request}: some were throttled`);
        }
      }
    },

    putName: (name) =>
      put(name, {
        ConditionExpression: 'attribute_not_exists(version) OR version < :version',
        ExpressionAttributeValues: marshall({ ':version': name.version }),
      }),
  };
}

function batchesOf<T>(items: readonly T[], size: number): T[][] {
  const count = Math.ceil(items.length / size);
  return Array.from({ length: count }, (_, index) => items.slice(index * size, (index + 1) * size));
}
