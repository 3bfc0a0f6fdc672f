import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { DeleteTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DeleteStreamCommand, KinesisClient } from '@aws-sdk/client-kinesis';
import { DeleteParametersCommand, SSMClient } from '@aws-sdk/client-ssm';
import { FEEDS } from '../../../events/feeds.ts';
import type { Names } from '../../../workflow/names.ts';
import { clientSettings } from '../../../operate/aws/client-settings.ts';
import { explained } from '../../../operate/aws/explain-error.ts';
import { findStack } from '../../../operate/aws/stacks.ts';
import type { ServiceName } from '../../../operate/aws/services.ts';
import { resolveAwsTarget, type TargetOptions } from '../../../operate/aws/target.ts';
import { findNames, type StageOptions } from '../../deployment-names.ts';
import { OperationError } from '../../../operate/errors.ts';
import { ExitCode } from '../../exit-codes.ts';
import { hasName } from '../../../operate/native-error.ts';
import { createPrinter, type OutputOptions } from '../../render/printer.ts';
import type { Invocation } from '../../usage/declare.ts';

export interface PurgeOptions extends OutputOptions, TargetOptions, StageOptions {
  /** The stream's name, typed by the operator. */
  readonly confirm?: string;
}

/**
 * Deletes the resources that outlive the stacks: the stream, the progress table, and the watermark parameters of
 * earlier releases. The parameters are deleted before the table, since a deployment migrates them into an empty table.
 */
export async function purge({ options, io }: Invocation<PurgeOptions>): Promise<ExitCode> {
  const { names } = await findNames(options, io);
  const target = await resolveAwsTarget('cloudFormation', options, io);
  const settings = async (service: ServiceName) =>
    clientSettings(await resolveAwsTarget(service, options, io), io);
  const facts = { target, service: 'AWS', interrupted: io.interrupted, isLocalToo: false };
  const printer = createPrinter(io, options);
  await explained(facts, async () => {
    await refuseWhileDeployed(new CloudFormationClient(clientSettings(target, io)), names);
    if (options.confirm !== names.stream) {
      throw new OperationError(
        `this deletes the stream ${names.stream} with all its records, the table ${names.progressTable} with how far each feed has been ingested, and the parameters of earlier releases below ${names.watermarkPath}. If that is meant, add: --confirm ${names.stream}`,
      );
    }
    const kinesis = new KinesisClient(await settings('kinesis'));
    const ssm = new SSMClient(await settings('ssm'));
    const dynamodb = new DynamoDBClient(await settings('dynamodb'));
    const stream = await wasThere(() => deleteStream(kinesis, names.stream));
    const parameters = await deleteParameters(ssm, names.watermarkPath);
    const table = await wasThere(() =>
      dynamodb.send(new DeleteTableCommand({ TableName: names.progressTable })),
    );
    printer.json({
      stream: { name: names.stream, deleted: stream },
      table: { name: names.progressTable, deleted: table },
      parameters: { path: names.watermarkPath, deleted: parameters },
    });
    printer.result(`Stream ${names.stream}: ${stream ? 'deleted' : 'was not there'}`);
    printer.result(`Table ${names.progressTable}: ${table ? 'deleted' : 'was not there'}`);
    if (parameters > 0) printer.result(`Parameters below ${names.watermarkPath}: ${parameters} deleted`);
  });
  return ExitCode.Success;
}

async function refuseWhileDeployed(cloudFormation: CloudFormationClient, names: Names): Promise<void> {
  for (const stackName of [names.ingestionStack, names.catalogueStack, names.sharedStack]) {
    const stack = await findStack(cloudFormation, stackName);
    if (stack === undefined) continue;
    throw new OperationError(
      `the stack ${stackName} still exists (${stack.status}): run npm run aws:destroy first, which says how to lift the protection of the shared stack`,
    );
  }
}

/** Deletes a resource and returns true if it existed. */
async function wasThere(deleteIt: () => Promise<unknown>): Promise<boolean> {
  try {
    await deleteIt();
    return true;
  } catch (error) {
    if (hasName(error, 'ResourceNotFoundException')) return false;
    throw error;
  }
}

function deleteStream(kinesis: KinesisClient, name: string): Promise<unknown> {
  return kinesis.send(new DeleteStreamCommand({ StreamName: name, EnforceConsumerDeletion: true }));
}

/** Deletes the parameters of all feeds and returns the number that existed. */
async function deleteParameters(ssm: SSMClient, path: string): Promise<number> {
  const { DeletedParameters = [] } = await ssm.send(
    new DeleteParametersCommand({ Names: FEEDS.map((feed) => `${path}/${feed}`) }),
  );
  return DeletedParameters.length;
}
