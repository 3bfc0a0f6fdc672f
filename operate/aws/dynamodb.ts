import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Io } from '../io.ts';
import { clientSettings } from './client-settings.ts';
import { resolveTarget, type Target } from './target.ts';

/** A DynamoDB client and its target. */
export interface Dynamodb {
  readonly client: DynamoDBClient;
  readonly target: Target;
}

/**
 * Connects to the DynamoDB that belongs to a Step Functions endpoint, on AWS or with `--local` on this machine. A
 * custom address for Step Functions on AWS is used for DynamoDB, too, for servers that emulate all of AWS.
 */
export async function connectDynamodb(
  stepFunctions: Target,
  io: Pick<Io, 'cwd' | 'env' | 'interrupted'>,
): Promise<Dynamodb> {
  const { isLocal, region } = stepFunctions;
  const target = isLocal
    ? await resolveTarget('dynamodb', { local: true, ...(region === undefined ? {} : { region }) }, io)
    : stepFunctions;
  return { client: new DynamoDBClient(clientSettings(target, io)), target };
}
