import {
  GetItemCommand,
  QueryCommand,
  type AttributeValue,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { isKept, referenceKey, SECTION_PREFIX } from '../../events/progress.ts';
import type { ListedRegion, ListedSource, ReferenceItem, SectionItem } from '../../events/types.ts';
import { conformsTo } from '../../events/validate.ts';

/** The sweeps of a progress table: the last complete one of each section, and Watchmode's names. */
export interface Sweeps {
  readonly sections: readonly SectionItem[];
  /** Null before a sweep has bought them. */
  readonly sources: readonly ListedSource[] | null;
  /** Null before a sweep has bought them. */
  readonly regions: readonly ListedRegion[] | null;
}

/**
 * Reads the items of sweeps in a progress table, without those that have expired or break their contract.
 *
 * @param now epoch milliseconds
 * @example const { sections } = await readSweeps(dynamodb, 'TvGuideProgress', io.now());
 */
export async function readSweeps(
  client: Pick<DynamoDBClient, 'send'>,
  tableName: string,
  now: number,
): Promise<Sweeps> {
  const [sections, sources, regions] = await Promise.all([
    readSections(client, tableName),
    readEntries(client, tableName, 'source'),
    readEntries(client, tableName, 'region'),
  ]);
  return {
    sections: sections.filter((section) => isKept(section, now)),
    sources: sources as ListedSource[] | null,
    regions: regions as ListedRegion[] | null,
  };
}

async function readSections(client: Pick<DynamoDBClient, 'send'>, tableName: string): Promise<SectionItem[]> {
  const found: SectionItem[] = [];
  let start: Record<string, AttributeValue> | undefined;
  do {
    const { Items = [], LastEvaluatedKey } = await client.send(
      new QueryCommand({
        TableName: tableName,
        KeyConditionExpression: '#feed = :feed AND begins_with(#item, :prefix)',
        ExpressionAttributeNames: { '#feed': 'feed', '#item': 'item' },
        ExpressionAttributeValues: marshall({ ':feed': 'catalogue', ':prefix': SECTION_PREFIX }),
        ExclusiveStartKey: start,
      }),
    );
    for (const item of Items) {
      const section: unknown = unmarshall(item);
      if (conformsTo('SectionItem', section)) found.push(section);
    }
    start = LastEvaluatedKey;
  } while (start !== undefined);
  return found;
}

async function readEntries(
  client: Pick<DynamoDBClient, 'send'>,
  tableName: string,
  kind: 'source' | 'region',
): Promise<ReferenceItem['entries'] | null> {
  const Key = marshall(referenceKey(kind));
  const { Item } = await client.send(new GetItemCommand({ TableName: tableName, Key }));
  if (Item === undefined) return null;
  const reference: unknown = unmarshall(Item);
  return conformsTo('ReferenceItem', reference) ? reference.entries : null;
}
