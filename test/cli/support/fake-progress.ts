import {
  BatchGetItemCommand,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  type AttributeValue,
  type DeleteItemCommandInput,
  type GetItemCommandInput,
  type PutItemCommandInput,
  type QueryCommandInput,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { deferredKey } from '../../../events/progress.ts';
import type { DeferredItem, Feed, ProgressItem } from '../../../events/types.ts';

export const TABLE = 'TvGuideProgress';

/** A definition that says where the state machine keeps its progress. */
export function definitionWith(tableName: string): string {
  const advance = { Type: 'Task', Arguments: { TableName: tableName }, End: true };
  return JSON.stringify({ StartAt: 'Advance watermark', States: { 'Advance watermark': advance } });
}

type Condition = Pick<
  PutItemCommandInput,
  'ConditionExpression' | 'ExpressionAttributeNames' | 'ExpressionAttributeValues'
>;
/** An item, or what a test puts in the place of one. */
type Stored = Readonly<Record<string, unknown>>;

/** The progress table in memory, behind the client of DynamoDB; `mock` records what it is asked. */
export class FakeProgress {
  readonly mock = mockClient(DynamoDBClient);
  readonly #items = new Map<string, Stored>();
  /** Called before each write: what somebody else does just then. */
  beforeWrite: () => void = () => undefined;

  /** To be called before each test, since other tests of the process use the same mock. */
  reset(): void {
    this.#items.clear();
    this.beforeWrite = () => undefined;
    this.mock.reset();
    this.mock.on(GetItemCommand).callsFake(({ Key }: GetItemCommandInput) => {
      const found = this.#items.get(keyOf(Key));
      return Promise.resolve(found === undefined ? {} : { Item: toWire(found) });
    });
    this.mock.on(QueryCommand).callsFake(({ ExpressionAttributeValues: values }: QueryCommandInput) => {
      const { ':feed': feed, ':prefix': prefix } = unmarshall(values ?? {});
      const found = this.all().filter((item) => item.feed === feed && item.item.startsWith(String(prefix)));
      return Promise.resolve({ Items: found.map(toWire) });
    });
    this.mock
      .on(BatchGetItemCommand)
      .callsFake(
        ({ RequestItems }: { RequestItems: Record<string, { Keys: GetItemCommandInput['Key'][] }> }) => {
          const keys = RequestItems[TABLE]?.Keys ?? [];
          const found = keys.map((key) => this.#items.get(keyOf(key))).filter((item) => item !== undefined);
          return Promise.resolve({ Responses: { [TABLE]: found.map(toWire) } });
        },
      );
    this.mock
      .on(PutItemCommand)
      .callsFake((input: PutItemCommandInput) =>
        this.#write(input.Item, input, (key) => this.#items.set(key, unmarshall(input.Item ?? {}))),
      );
    this.mock
      .on(DeleteItemCommand)
      .callsFake((input: DeleteItemCommandInput) =>
        this.#write(input.Key, input, (key) => this.#items.delete(key)),
      );
  }

  /** Writes an item as a run would, of any shape. */
  put(...items: readonly (ProgressItem | Stored)[]): void {
    for (const item of items as readonly Stored[]) {
      this.#items.set(`${String(item['feed'])} ${String(item['item'])}`, item);
    }
  }

  /** An item by its key. */
  get(feed: Feed, item: string): Stored | undefined {
    return this.#items.get(`${feed} ${item}`);
  }

  /** All items in the order of their keys. */
  all(): ProgressItem[] {
    return [...this.#items]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, item]) => item as unknown as ProgressItem);
  }

  /** The number of requests to write. */
  writes(): number {
    const { mock } = this;
    return mock.commandCalls(PutItemCommand).length + mock.commandCalls(DeleteItemCommand).length;
  }

  async #write(
    key: Record<string, AttributeValue> | undefined,
    condition: Condition,
    write: (key: string) => void,
  ): Promise<object> {
    this.beforeWrite();
    if (!holds(condition, this.#items.get(keyOf(key)))) {
      throw new ConditionalCheckFailedException({ message: 'The conditional request failed', $metadata: {} });
    }
    write(keyOf(key));
    return Promise.resolve({});
  }
}

/** A deferred title, with the members that a test sets. */
export function deferredTitle(feed: Feed, titleId: number, given: Partial<DeferredItem> = {}): DeferredItem {
  return {
    ...deferredKey(feed, titleId),
    titleId,
    status: 'waiting',
    since: '2026-11-24T06:00:03Z',
    runs: 1,
    notFoundRuns: 0,
    countedRuns: ['arn:aws:states:eu-west-2:123456789012:execution:title-ingestion:nightly'],
    lastRun: 'arn:aws:states:eu-west-2:123456789012:execution:title-ingestion:nightly',
    deferredAt: '2026-11-24T06:00:09.000Z',
    error: 'Watchmode.Unavailable',
    reason: 'HTTP 503',
    ...given,
  };
}

function keyOf(key: Record<string, AttributeValue> | undefined): string {
  const { feed, item } = unmarshall(key ?? {});
  return `${String(feed)} ${String(item)}`;
}

/**
 * Tells if a condition holds: that there is no item, or that attributes have given values. @throws for another
 * condition
 */
function holds(
  {
    ConditionExpression: text = '',
    ExpressionAttributeNames: names = {},
    ExpressionAttributeValues,
  }: Condition,
  item: Stored | undefined,
): boolean {
  const values = unmarshall(ExpressionAttributeValues ?? {});
  return text.split(' AND ').every((part) => {
    const absent = /^attribute_not_exists\((#\w+)\)$/.exec(part);
    if (absent !== null) return item?.[names[absent[1] ?? ''] ?? ''] === undefined;
    const equal = /^(#\w+) = (:\w+)$/.exec(part);
    if (equal === null) throw new Error(`the fake does not know the condition ${part}`);
    return item?.[names[equal[1] ?? ''] ?? ''] === values[equal[2] ?? ''];
  });
}

function toWire(item: ProgressItem | Stored): Record<string, AttributeValue> {
  return marshall(item);
}
