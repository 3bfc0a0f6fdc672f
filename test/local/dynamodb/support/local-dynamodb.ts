import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { RealClock, systemRandom } from '../../../../local/stepfunctions/index.ts';
import { createDynamodbClient } from '../../../../local/dynamodb/dynamodb-client.ts';
import { ensureTable, type TableOptions } from '../../../../local/dynamodb/ensure-table.ts';
import {
  startDynamodb,
  type LocalDynamodb,
  type LocalDynamodbOptions,
} from '../../../../local/dynamodb/server.ts';

/** A running local DynamoDB, with a client and its reports. */
export interface OpenDynamodb {
  readonly dynamodb: LocalDynamodb;
  readonly client: DynamoDBClient;
  readonly defects: unknown[];
  readonly warnings: string[];
  close(): Promise<void>;
}

export async function openDynamodb(
  options: Pick<LocalDynamodbOptions, 'path' | 'port'> = {},
): Promise<OpenDynamodb> {
  const defects: unknown[] = [];
  const warnings: string[] = [];
  const dynamodb = await startDynamodb({
    ...options,
    clock: new RealClock(),
    random: systemRandom,
    warn: (message) => warnings.push(message),
    onDefect: (error) => defects.push(error),
  });
  const client = createDynamodbClient(dynamodb);
  return {
    dynamodb,
    client,
    defects,
    warnings,
    async close() {
      client.destroy();
      await dynamodb.close();
    },
  };
}

export async function createTable(
  client: DynamoDBClient,
  tableName: string,
  shape: Pick<TableOptions, 'key' | 'index'> = {},
): Promise<void> {
  await ensureTable({ client, tableName, clock: new RealClock(), ...shape });
}
