import {
  CreateTableCommand,
  DescribeTableCommand,
  ResourceInUseException,
  ResourceNotFoundException,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import type { Clock } from '../stepfunctions/index.ts';

/** A table did not become ACTIVE in time. */
export class TableNotActiveError extends Error {
  override readonly name = 'TableNotActiveError';
  readonly tableName: string;
  /** The status at the end of the wait. */
  readonly status: string;

  constructor(tableName: string, status: string) {
    super(`the table ${tableName} is ${status} and does not become ACTIVE`);
    this.tableName = tableName;
    this.status = status;
  }
}

export interface TableOptions {
  readonly client: DynamoDBClient;
  readonly tableName: string;
  /** The names of the partition key and the sort key, both strings. @default feed and item */
  readonly key?: { readonly partition: string; readonly sort: string };
  readonly clock: Pick<Clock, 'monotonic' | 'sleep'>;
  /** Ends the wait. */
  readonly signal?: AbortSignal;
}

/** The maximum time for a table to become active, in milliseconds. AWS takes about ten seconds. */
const MAX_WAIT_MS = 120_000;
const FIRST_PAUSE_MS = 5;
const MAX_PAUSE_MS = 1_000;

/**
 * Creates an on-demand table if it is missing, and waits until it is active. An existing table keeps its keys.
 *
 * @throws TableNotActiveError after two minutes
 */
export async function ensureTable(options: TableOptions): Promise<void> {
  const { tableName, clock, signal = new AbortController().signal } = options;
  const deadline = clock.monotonic() + MAX_WAIT_MS;
  let pauseMs = FIRST_PAUSE_MS;
  for (;;) {
    const status = (await statusOf(options, signal)) ?? (await create(options, signal));
    if (status === 'ACTIVE') return;
    if (clock.monotonic() >= deadline) throw new TableNotActiveError(tableName, status);
    await clock.sleep(pauseMs, signal);
    pauseMs = Math.min(pauseMs * 2, MAX_PAUSE_MS);
  }
}

/** Returns the status of the table, or undefined if it does not exist. */
async function statusOf(
  { client, tableName }: TableOptions,
  signal: AbortSignal,
): Promise<string | undefined> {
  try {
    const command = new DescribeTableCommand({ TableName: tableName });
    const { Table } = await client.send(command, { abortSignal: signal });
    return Table?.TableStatus;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}

async function create(options: TableOptions, signal: AbortSignal): Promise<string> {
  const { client, tableName, key = { partition: 'feed', sort: 'item' } } = options;
  const command = new CreateTableCommand({
    TableName: tableName,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [
      { AttributeName: key.partition, AttributeType: 'S' },
      { AttributeName: key.sort, AttributeType: 'S' },
    ],
    KeySchema: [
      { AttributeName: key.partition, KeyType: 'HASH' },
      { AttributeName: key.sort, KeyType: 'RANGE' },
    ],
  });
  try {
    const { TableDescription } = await client.send(command, { abortSignal: signal });
    return TableDescription?.TableStatus ?? 'CREATING';
  } catch (error) {
    // Another caller has created it.
    if (error instanceof ResourceInUseException) return 'CREATING';
    throw error;
  }
}
