import { messageOf, type Closers } from '../stepfunctions/index.ts';
import type { DynamodbEndpoint } from '../dynamodb/dynamodb-client.ts';
import { startDynamodb, type LocalDynamodbOptions } from '../dynamodb/server.ts';

/** A DynamoDB that can be used. */
export interface OpenDynamodb extends DynamodbEndpoint {
  /** The environment with which the tasks find it. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Starts a DynamoDB on this machine. */
export async function openLocalDynamodb(
  options: Omit<LocalDynamodbOptions, 'onDefect'>,
  closers: Closers,
): Promise<OpenDynamodb> {
  const told = new Set<string>();
  // Each attempt of each request meets a full disk.
  const onDefect = (error: unknown): void => {
    const message = `the local DynamoDB: ${messageOf(error)}`;
    if (!told.has(message)) options.warn(message);
    told.add(message);
  };
  const dynamodb = await startDynamodb({ ...options, onDefect });
  closers.add(() => dynamodb.close());
  const { endpoint, region, environment } = dynamodb;
  return { endpoint, region, environment };
}
