import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { DeleteStreamCommand, KinesisClient } from '@aws-sdk/client-kinesis';
import { DeleteParametersCommand, SSMClient } from '@aws-sdk/client-ssm';
import { FEEDS } from '../../../events/feeds.ts';
import type { Names } from '../../../workflow/names.ts';
import { clientSettings } from '../../aws/client-settings.ts';
import { explained } from '../../aws/explain-error.ts';
import { findStack } from '../../aws/stacks.ts';
import { resolveTarget, type TargetOptions } from '../../aws/target.ts';
import { findNames, type StageOptions } from '../../deployment-names.ts';
import { OperationError } from '../../errors.ts';
import { ExitCode } from '../../exit-codes.ts';
import { isError } from '../../native-error.ts';
import { createPrinter, type OutputOptions } from '../../render/printer.ts';
import type { Invocation } from '../../usage/declare.ts';

export interface PurgeOptions extends OutputOptions, TargetOptions, StageOptions {
  /** The stream's name, typed by the operator. */
  readonly confirm?: string;
}

/** Deletes what the destroyed stacks leave: the stream with its records, and the watermarks. */
export async function purge({ options, io }: Invocation<PurgeOptions>): Promise<ExitCode> {
  const { names } = await findNames(options, io);
  const target = await resolveTarget('stepFunctions', options, io);
  const settings = clientSettings(target, io);
  const facts = { target, service: 'AWS', interrupted: io.interrupted, isLocalToo: false };
  const printer = createPrinter(io, options);
  await explained(facts, async () => {
    await refuseWhileDeployed(new CloudFormationClient(settings), names);
    if (options.confirm !== names.stream) {
      throw new OperationError(
        `this deletes the stream ${names.stream} with all its records, and the watermarks below ${names.watermarkPath}. If that is meant, add: --confirm ${names.stream}`,
      );
    }
    const stream = await deleteStream(new KinesisClient(settings), names.stream);
    const watermarks = await deleteWatermarks(new SSMClient(settings), names.watermarkPath);
    printer.json({ stream: { name: names.stream, deleted: stream }, watermarks: { deleted: watermarks } });
    printer.result(`Stream ${names.stream}: ${stream ? 'deleted' : 'was not there'}`);
    const found = watermarks === 0 ? 'were not there' : `${watermarks} deleted`;
    printer.result(`Watermarks below ${names.watermarkPath}: ${found}`);
  });
  return ExitCode.Success;
}

async function refuseWhileDeployed(cloudFormation: CloudFormationClient, names: Names): Promise<void> {
  for (const stackName of [names.ingestionStack, names.sharedStack]) {
    const stack = await findStack(cloudFormation, stackName);
    if (stack === undefined) continue;
    throw new OperationError(
      `the stack ${stackName} still exists (${stack.status}): run npm run aws:destroy first, which says how to lift the protection of the shared stack`,
    );
  }
}

/** Whether it was there; that it was not is as good. */
async function deleteStream(kinesis: KinesisClient, name: string): Promise<boolean> {
  try {
    await kinesis.send(new DeleteStreamCommand({ StreamName: name, EnforceConsumerDeletion: true }));
    return true;
  } catch (error) {
    if (isError(error) && error.name === 'ResourceNotFoundException') return false;
    throw error;
  }
}

/** How many were there. One call for all feeds: it tells of those that were not instead of failing. */
async function deleteWatermarks(ssm: SSMClient, path: string): Promise<number> {
  const { DeletedParameters = [] } = await ssm.send(
    new DeleteParametersCommand({ Names: FEEDS.map((feed) => `${path}/${feed}`) }),
  );
  return DeletedParameters.length;
}
