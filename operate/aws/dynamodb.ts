import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { omitUndefined } from '../../events/omit-undefined.ts';
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
 * custom address for Step Functions on AWS is used for DynamoDB, too, for servers that emulate all of AWS. An address
 * from the AWS configuration is not: DynamoDB has its own there.
 */
export async function connectDynamodb(
  stepFunctions: Target,
  io: Pick<Io, 'cwd' | 'env' | 'interrupted'>,
): Promise<Dynamodb> {
  const { isLocal, region, profile, endpointSource } = stepFunctions;
  const endpointUrl = isLocal || endpointSource !== undefined ? undefined : stepFunctions.endpointUrl;
  const options = omitUndefined({ local: isLocal, region, profile, endpointUrl });
  const target = await resolveTarget('dynamodb', options, io);
  return { client: new DynamoDBClient(clientSettings(target, io)), target };
}
