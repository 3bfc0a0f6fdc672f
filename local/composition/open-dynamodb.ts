import { messageOf, type Closers } from '../stepfunctions/index.ts';
import type { DynamodbEndpoint } from '../dynamodb/dynamodb-client.ts';
import { startDynamodb, type LocalDynamodbOptions } from '../dynamodb/server.ts';

/** A running DynamoDB. */
export interface OpenDynamodb extends DynamodbEndpoint {
  /** The environment variables that point the tasks to it. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Starts a DynamoDB on this machine. */
export async function openLocalDynamodb(
  options: Omit<LocalDynamodbOptions, 'onDefect'>,
  closers: Closers,
): Promise<OpenDynamodb> {
  const told = new Set<string>();
  // A full disk fails every attempt of every request: warn once.
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
