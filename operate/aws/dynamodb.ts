import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Io } from '../io.ts';
import { clientSettings } from './client-settings.ts';
import { resolveTarget, type Target } from './target.ts';

/** A DynamoDB client and what it talks to. */
export interface Dynamodb {
  readonly client: DynamoDBClient;
  readonly target: Target;
}

/**
 * Connects to the DynamoDB beside a Step Functions: with --local this machine's, else AWS's. An address that was given for
 * Step Functions on AWS is DynamoDB's as well, as with servers that stand in for all of AWS.
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
