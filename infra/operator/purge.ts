import { DeleteStreamCommand, type KinesisClient } from '@aws-sdk/client-kinesis';
import type { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { DeleteParametersCommand, type SSMClient } from '@aws-sdk/client-ssm';
import { FEEDS } from '../../events/feeds.ts';
import type { Names } from '../names.ts';
import { OperatorError } from './errors.ts';
import { findStack } from './stacks.ts';

export interface PurgeClients {
  readonly cloudFormation: CloudFormationClient;
  readonly kinesis: KinesisClient;
  readonly ssm: SSMClient;
}

/**
 * Deletes what the destroyed stacks leave: the stream with its records, and the watermarks.
 *
 * @param confirmation the stream's name, typed by the operator
 * @throws OperatorError when a stack still exists, or the confirmation is another one
 */
export async function purge(
  { cloudFormation, kinesis, ssm }: PurgeClients,
  names: Names,
  confirmation: string | undefined,
): Promise<string> {
  for (const stackName of [names.ingestionStack, names.sharedStack]) {
    const stack = await findStack(cloudFormation, stackName);
    if (stack !== undefined) {
      throw new OperatorError(
        `The stack ${stackName} still exists (${stack.status}): npm run aws:destroy first`,
      );
    }
  }
  if (confirmation !== names.stream) {
    throw new OperatorError(
      `This deletes the stream ${names.stream} with all its records, and the watermarks below ${names.watermarkPath}. If that is meant, add: --confirm ${names.stream}`,
    );
  }
  const stream = await gone(
    kinesis.send(new DeleteStreamCommand({ StreamName: names.stream, EnforceConsumerDeletion: true })),
    'ResourceNotFoundException',
  );
  // One call for all feeds; it tells of those that were not there instead of failing.
  const { DeletedParameters = [] } = await ssm.send(
    new DeleteParametersCommand({ Names: FEEDS.map((feed) => `${names.watermarkPath}/${feed}`) }),
  );
  const watermarks =
    DeletedParameters.length === 0 ? 'were not there' : `${DeletedParameters.length} deleted`;
  return `Stream ${names.stream}: ${stream}\nWatermarks below ${names.watermarkPath}: ${watermarks}\n`;
}

/** What became of it; that it was not there is as good. */
async function gone(deletion: Promise<unknown>, notFound: string): Promise<'deleted' | 'was not there'> {
  try {
    await deletion;
    return 'deleted';
  } catch (error) {
    if (error instanceof Error && error.name === notFound) return 'was not there';
    throw error;
  }
}
