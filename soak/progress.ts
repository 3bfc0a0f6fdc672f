import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { QueryCommand, type AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { DEFAULT_FEED } from '../events/feeds.ts';
import { CLAIM_ITEM, DEFERRED_PREFIX, type FeedProgress, WATERMARK_ITEM } from '../events/progress.ts';
import type { ClaimItem, DeferredItem, ProgressItem, WatermarkItem } from '../events/types.ts';
import { hasErrorCode } from '../local/stepfunctions/files.ts';
import { openDatabase } from '../local/dynamodb/database.ts';
import { createDynamodbClient } from '../local/dynamodb/dynamodb-client.ts';
import { DynamodbRefusal } from '../local/dynamodb/dynamodb-refusal.ts';

/** A snapshot of the progress table. */
export interface Look extends FeedProgress {
  /** Epoch milliseconds, by Watchmode's clock. */
  readonly at: number;
}

const REGION = 'eu-west-2';

/** The query for all items of the feed that the campaigns ingest. */
const QUERY = {
  TableName: 'TvGuideProgress-live',
  ConsistentRead: true,
  KeyConditionExpression: 'feed = :feed',
  ExpressionAttributeValues: { ':feed': { S: DEFAULT_FEED } },
};

interface Page {
  readonly Items?: Record<string, AttributeValue>[] | undefined;
  readonly LastEvaluatedKey?: Record<string, AttributeValue> | undefined;
}

/** Reads the progress table of a running runtime from its DynamoDB API. */
export async function readServedProgress(endpoint: string): Promise<FeedProgress> {
  const client = createDynamodbClient({ endpoint, region: REGION });
  try {
    return await readProgress((ExclusiveStartKey) =>
      client.send(new QueryCommand({ ...QUERY, ExclusiveStartKey })),
    );
  } finally {
    client.destroy();
  }
}

/**
 * Reads the progress table of a runtime that has ended or was killed from a copy of its files, because opening them
 * changes them.
 *
 * @param folder the `.local` folder of the runtime
 * @throws DynamodbFolderUnusable, DynamodbFileDamaged
 */
export async function readStoredProgress(folder: string): Promise<FeedProgress> {
  const copy = await mkdtemp(join(tmpdir(), 'tvguide-soak-progress-'));
  try {
    await cp(join(folder, 'progress'), copy, { recursive: true });
    const database = await openDatabase({
      path: copy,
      region: REGION,
      accountId: '0',
      warn: () => undefined,
    });
    try {
      return await readProgress((ExclusiveStartKey) =>
        database.perform('Query', {
          ...structuredClone(QUERY),
          ...(ExclusiveStartKey && { ExclusiveStartKey }),
        }),
      );
    } finally {
      await database.close();
    }
  } catch (error) {
    if (isNothingThere(error)) return { watermark: null, claim: null, deferred: [] };
    throw error;
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
}

async function readProgress(
  query: (after: Page['LastEvaluatedKey']) => Promise<Page>,
): Promise<FeedProgress> {
  const items: ProgressItem[] = [];
  let after: Page['LastEvaluatedKey'];
  do {
    const page = await query(after);
    items.push(...(page.Items ?? []).map((item) => unmarshall(item) as ProgressItem));
    after = page.LastEvaluatedKey;
  } while (after !== undefined);
  const byKey = (key: string) => items.find(({ item }) => item === key) ?? null;
  return {
    watermark: byKey(WATERMARK_ITEM) as WatermarkItem | null,
    claim: byKey(CLAIM_ITEM) as ClaimItem | null,
    deferred: items.filter((item): item is DeferredItem => item.item.startsWith(DEFERRED_PREFIX)),
  };
}

/** True if the process was killed before it created the folder or the table. */
function isNothingThere(error: unknown): boolean {
  if (hasErrorCode(error, 'ENOENT')) return true;
  return error instanceof DynamodbRefusal && error.body.__type.endsWith('#ResourceNotFoundException');
}
