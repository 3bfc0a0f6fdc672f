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
import {
  CLAIM_ITEM,
  DEFERRED_PREFIX,
  deferredKey,
  referenceKey,
  referenceRequestKey,
  sectionItemKey,
  sweepPagePrefix,
  WATERMARK_ITEM,
} from '../../../events/progress.ts';
import type { Contracts, Feed } from '../../../events/types.ts';
import { formatViolations, violationsOf } from '../../../events/validate.ts';
import {
  ClaimItem,
  DeferredItem,
  ReferenceItem,
  ReferenceRequestItem,
  SectionItem,
  SweepPageItem,
  WatermarkItem,
} from '../../../events/validators.mjs';
import { ConfigurationError } from '../errors/input-errors.ts';
import { ProgressUnavailable } from '../errors/progress-errors.ts';
import { unchanged } from './condition.ts';
import type { ProgressTable } from './progress-table.ts';
import { requestTable } from './request-table.ts';

/** An item in DynamoDB's format. */
type StoredItem = Record<string, AttributeValue>;

type ItemName = keyof typeof VALIDATORS;

const VALIDATORS = {
  WatermarkItem,
  ClaimItem,
  DeferredItem,
  ReferenceItem,
  ReferenceRequestItem,
  SectionItem,
  SweepPageItem,
};

/**
 * Creates a progress table on DynamoDB's API. The client itself retries throttled requests.
 *
 * @param noteBroken - receives invalid items of deferred titles, which a listing leaves out; without it, the listing
 * rejects
 */
export function createProgressTable(
  client: Pick<DynamoDBClient, 'send'>,
  tableName: string,
  noteBroken?: (error: ConfigurationError) => void,
): ProgressTable {
  /** Reads an item of a listing. An invalid one concerns only its own title. */
  const readListed = (item: StoredItem): Contracts['DeferredItem'][] => {
    try {
      return [readItem('DeferredItem', item, tableName)];
    } catch (error) {
      if (noteBroken === undefined || !(error instanceof ConfigurationError)) throw error;
      noteBroken(error);
      return [];
    }
  };

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

  async function read<Name extends ItemName>(
    name: Name,
    key: { readonly feed: Feed; readonly item: string },
  ): Promise<Contracts[Name] | null> {
    const { Item } = await request('GetItem', () =>
      client.send(new GetItemCommand({ TableName: tableName, Key: marshall(key), ConsistentRead: true })),
    );
    return Item === undefined ? null : readItem(name, Item, tableName);
  }

  /** Lists the items of a feed whose sort keys have a prefix, in the order of these keys. */
  async function list(feed: Feed, prefix: string): Promise<StoredItem[]> {
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
    return found;
  }

  return {
    readWatermark: (feed) => read('WatermarkItem', { feed, item: WATERMARK_ITEM }),
    readClaim: (feed) => read('ClaimItem', { feed, item: CLAIM_ITEM }),
    readReference: (kind) => read('ReferenceItem', referenceKey(kind)),
    readReferenceRequest: (kind) => read('ReferenceRequestItem', referenceRequestKey(kind)),

    readSection: (section) => read('SectionItem', sectionItemKey(section)),

    async listDeferred(feed) {
      const found = await list(feed, DEFERRED_PREFIX);
      return found.flatMap(readListed);
    },

    async listSweepPages(slot) {
      const found = await list('catalogue', sweepPagePrefix(slot));
      return found.map((item) => readItem('SweepPageItem', item, tableName));
    },

    async readDeferred(feed, titleIds) {
      if (titleIds.length === 0) return new Map();
      const Keys = titleIds.map((titleId) => marshall(deferredKey(feed, titleId)));
      const { Responses, UnprocessedKeys = {} } = await request('BatchGetItem', () =>
        client.send(
          new BatchGetItemCommand({ RequestItems: { [tableName]: { Keys, ConsistentRead: true } } }),
        ),
      );
      if (Object.keys(UnprocessedKeys).length > 0) {
        throw new ProgressUnavailable(`BatchGetItem of ${tableName}`, 'some keys were throttled');
      }
      const items = (Responses?.[tableName] ?? []).map((item) => readItem('DeferredItem', item, tableName));
      return new Map(items.map((item) => [item.titleId, item]));
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

function readItem<Name extends ItemName>(name: Name, stored: StoredItem, tableName: string): Contracts[Name] {
  const item: Record<string, unknown> = unmarshall(stored);
  const violations = violationsOf(VALIDATORS[name], item);
  if (violations.length === 0) return item as unknown as Contracts[Name];
  const [feed, key] = [String(item['feed']), String(item['item'])];
  // The key of a section can have a comma, which the short form of the AWS CLI and the shell would split.
  const itemKey = JSON.stringify({ feed: { S: feed }, item: { S: key } });
  throw new ConfigurationError([
    `the item "${feed} ${key}" of the table ${tableName} is not valid: ${formatViolations(violations)}. ` +
      `Correct it, or delete it with \`aws dynamodb delete-item --table-name ${tableName} --key '${itemKey}'\`, then redrive`,
  ]);
}
