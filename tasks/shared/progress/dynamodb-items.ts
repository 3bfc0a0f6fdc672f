import {
  BatchGetItemCommand,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  type AttributeValue,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { Contracts, Feed } from '../../../events/types.ts';
import { formatViolations, violationsOf } from '../../../events/validate.ts';
import type { Validator } from '../../../events/validators.mjs';
import { ConfigurationError } from '../errors/input-errors.ts';
import { ProgressUnavailable } from '../errors/progress-errors.ts';
import { unchanged } from './condition.ts';
import type { ProgressWrites } from './progress-table.ts';
import { requestTable } from './request-table.ts';

/** An item in DynamoDB's format. */
type StoredItem = Record<string, AttributeValue>;

/** The name of an item of the table. */
type ItemName = Extract<keyof Contracts, `${string}Item`>;

/** The validator of an item by its name, so that a bundle contains no others. */
type ItemContract<Name extends ItemName> = Readonly<Record<Name, Validator>>;

/** The key of an item. */
interface ItemKey {
  readonly feed: Feed;
  readonly item: string;
}

/** The items of a progress table. Every call rejects as those of `ProgressTable`. */
export interface ProgressItems extends ProgressWrites {
  /** Reads an item. */
  readonly read: <Name extends ItemName>(
    contract: ItemContract<Name>,
    key: ItemKey,
  ) => Promise<Contracts[Name] | null>;
  /** Reads up to 100 items. Those that do not exist are left out. */
  readonly readAll: <Name extends ItemName>(
    contract: ItemContract<Name>,
    keys: readonly ItemKey[],
  ) => Promise<Contracts[Name][]>;
  /**
   * Lists the items of a feed whose sort keys have a prefix, in the order of these keys.
   *
   * @param noteBroken - receives invalid items, which are left out; without it, the call rejects
   */
  readonly list: <Name extends ItemName>(
    contract: ItemContract<Name>,
    prefix: ItemKey,
    noteBroken?: NoteBroken,
  ) => Promise<Contracts[Name][]>;
}

/** Receives an invalid item that is left out. */
export type NoteBroken = (error: ConfigurationError) => void;

/** Opens a progress table on DynamoDB's API. The client itself retries throttled requests. */
export function openProgressItems(client: Pick<DynamoDBClient, 'send'>, tableName: string): ProgressItems {
  const request = <T>(action: string, send: () => Promise<T>) => requestTable(action, tableName, send);

  /** Returns false if the condition of a write failed. */
  async function wrote(writing: Promise<unknown>): Promise<boolean> {
    try {
      await writing;
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  }

  /** Reads an item of a listing. */
  function readListed<Name extends ItemName>(
    contract: ItemContract<Name>,
    item: StoredItem,
    noteBroken: NoteBroken | undefined,
  ): Contracts[Name][] {
    try {
      return [readItem(contract, item, tableName)];
    } catch (error) {
      if (noteBroken === undefined || !(error instanceof ConfigurationError)) throw error;
      noteBroken(error);
      return [];
    }
  }

  return {
    async read(contract, { feed, item }) {
      const Key = marshall({ feed, item });
      const { Item } = await request('GetItem', () =>
        client.send(new GetItemCommand({ TableName: tableName, Key, ConsistentRead: true })),
      );
      return Item === undefined ? null : readItem(contract, Item, tableName);
    },

    async readAll(contract, keys) {
      if (keys.length === 0) return [];
      const Keys = keys.map(({ feed, item }) => marshall({ feed, item }));
      const { Responses, UnprocessedKeys = {} } = await request('BatchGetItem', () =>
        client.send(
          new BatchGetItemCommand({ RequestItems: { [tableName]: { Keys, ConsistentRead: true } } }),
        ),
      );
      if (Object.keys(UnprocessedKeys).length > 0) {
        throw new ProgressUnavailable(`BatchGetItem of ${tableName}`, 'some keys were throttled');
      }
      return (Responses?.[tableName] ?? []).map((item) => readItem(contract, item, tableName));
    },

    async list(contract, { feed, item: prefix }, noteBroken) {
      const found: StoredItem[] = [];
      let start: StoredItem | undefined;
      do {
        const { Items = [], LastEvaluatedKey } = await request('Query', () =>
          client.send(
            new QueryCommand({
              TableName: tableName,
              ConsistentRead: true,
              KeyConditionExpression: '#feed = :feed AND begins_with(#item, :prefix)',
              ExpressionAttributeNames: { '#feed': 'feed', '#item': 'item' },
              ExpressionAttributeValues: marshall({ ':feed': feed, ':prefix': prefix }),
              ExclusiveStartKey: start,
            }),
          ),
        );
        found.push(...Items);
        start = LastEvaluatedKey;
      } while (start !== undefined);
      return found.flatMap((item) => readListed(contract, item, noteBroken));
    },

    put: (item, found) =>
      wrote(
        request('PutItem', () =>
          client.send(
            new PutItemCommand({ TableName: tableName, Item: marshall(item), ...unchanged(found) }),
          ),
        ),
      ),

    remove: (found) =>
      wrote(
        request('DeleteItem', () =>
          client.send(
            new DeleteItemCommand({
              TableName: tableName,
              Key: marshall({ feed: found.feed, item: found.item }),
              ...unchanged(found),
            }),
          ),
        ),
      ),
  };
}

function readItem<Name extends ItemName>(
  contract: ItemContract<Name>,
  stored: StoredItem,
  tableName: string,
): Contracts[Name] {
  const item: Record<string, unknown> = unmarshall(stored);
  const violations = Object.values<Validator>(contract).flatMap((validator) => violationsOf(validator, item));
  if (violations.length === 0) return item as unknown as Contracts[Name];
  const [feed, key] = [String(item['feed']), String(item['item'])];
  // The key of a section can have a comma, which the short form of the AWS CLI and the shell would split.
  const itemKey = JSON.stringify({ feed: { S: feed }, item: { S: key } });
  throw new ConfigurationError([
    `the item "${feed} ${key}" of the table ${tableName} is not valid: ${formatViolations(violations)}. ` +
      `Correct it, or delete it with \`aws dynamodb delete-item --table-name ${tableName} --key '${itemKey}'\`, then redrive`,
  ]);
}
