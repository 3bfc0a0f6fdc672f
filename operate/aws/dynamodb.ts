import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { omitUndefined } from '../../events/omit-undefined.ts';
import type { Io } from '../io.ts';
import { clientSettings } from './client-settings.ts';
import type { StepFunctions } from './step-functions.ts';
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
 * @example const { client, target } = await connectDynamodb(sfn.target, io)
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

/** A DynamoDB over the files of this machine. */
export interface TableFiles {
  readonly endpoint: string;
  close(): Promise<void>;
}

/** Opens the tables in the files of this machine; resolves to undefined if there are none. */
export type OpenTableFiles = () => Promise<TableFiles | undefined>;

/**
 * Connects to the tables that belong to a Step Functions endpoint.
 *
 * @param openFiles opens the files that answer if those of the local runtime have answered for Step Functions
 * @example const { client, close } = await connectTables(sfn, io, recordedTablesHere(io, printer))
 */
export async function connectTables(
  sfn: StepFunctions,
  io: Pick<Io, 'cwd' | 'env' | 'interrupted'>,
  openFiles?: OpenTableFiles,
): Promise<Dynamodb & { readonly close: () => Promise<void> }> {
  const files = sfn.isRecorded?.() === true ? await openFiles?.() : undefined;
  const { client, target } = await (files === undefined
    ? connectDynamodb(sfn.target, io)
    : connectFiles(sfn.target, files, io));
  const close = async () => {
    client.destroy();
    await files?.close();
  };
  return { client, target, close };
}

function connectFiles(
  target: Target,
  { endpoint }: TableFiles,
  io: Pick<Io, 'env' | 'interrupted'>,
): Dynamodb {
  const ofFiles = { ...target, endpointUrl: endpoint };
  return { client: new DynamoDBClient(clientSettings(ofFiles, io)), target: ofFiles };
}
