import { DescribeStateMachineCommand } from '@aws-sdk/client-sfn';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { catalogueTableBeside } from '../../workflow/names.ts';
import { nameOf } from '../../workflow/arns.ts';
import { clientSettings } from '../aws/client-settings.ts';
import { connectDynamodb, type Dynamodb } from '../aws/dynamodb.ts';
import { explainError } from '../aws/explain-error.ts';
import type { ConnectionIo, StepFunctions } from '../aws/step-functions.ts';
import { OperationError } from '../errors.ts';
import { progressTableIn } from '../feeds/progress-table-name.ts';
import type { Io } from '../io.ts';
import { createCatalogueReader, type CatalogueReader } from './catalogue-reader.ts';
import { explainMissingCatalogue } from './missing-catalogue.ts';

/** The catalogue of a deployment or of this machine. Failed calls reject with one line and a remedy. */
export interface Catalogue extends CatalogueReader {
  readonly tableName: string;
  close(): Promise<void>;
}

/** A DynamoDB over the files of this machine. */
export interface TableFiles {
  readonly endpoint: string;
  close(): Promise<void>;
}

/** Opens the tables in the files of this machine; resolves to undefined if there are none. */
export type OpenTableFiles = () => Promise<TableFiles | undefined>;

type CatalogueIo = Pick<ConnectionIo, 'cwd' | 'env' | 'interrupted'> & Pick<Io, 'now'>;

/**
 * Opens the catalogue that belongs to a state machine. The definition of the state machine names the progress table, and
 * the catalogue has the same suffix.
 *
 * @param openFiles opens the files that answer if those of the local runtime have answered for the state machine
 * @throws OperationError for another state machine
 * @example
 * const catalogue = await openCatalogue(sfn, stateMachineArn, io);
 * const sourceIds = findNamed('service', ['Netflix'], await catalogue.readNames('source'));
 * const { arrivals } = await catalogue.readArrivals({ region: 'GB', sourceIds, since: io.now() - 7 * DAY_MS });
 */
export async function openCatalogue(
  sfn: StepFunctions,
  stateMachineArn: string,
  io: CatalogueIo,
  openFiles?: OpenTableFiles,
): Promise<Catalogue> {
  const { definition = '{}' } = await sfn.client.send(new DescribeStateMachineCommand({ stateMachineArn }));
  const progressTable = progressTableIn(definition);
  if (progressTable === undefined) {
    throw new OperationError(
      `the definition of ${nameOf(stateMachineArn)} does not say where it keeps its progress, and so not where its catalogue is: it is a different state machine, or a different version of this one`,
    );
  }
  const tableName = catalogueTableBeside(progressTable);
  const files = sfn.isRecorded?.() === true ? await openFiles?.() : undefined;
  const { client, target } = await (files === undefined
    ? connectDynamodb(sfn.target, io)
    : connectFiles(sfn, files, io));
  const reader = createCatalogueReader(client, {
    tableName,
    now: () => io.now(),
  });
  const facts = { target, service: 'DynamoDB', interrupted: io.interrupted };
  const call = <T>(work: () => Promise<T>) =>
    work().catch((error: unknown) => {
      throw explainMissingCatalogue(tableName, target.isLocal, error) ?? explainError(error, facts);
    });
  return {
    tableName,
    readNames: (kind) => call(() => reader.readNames(kind)),
    readArrivals: (query) => call(() => reader.readArrivals(query)),
    async close() {
      client.destroy();
      await files?.close();
    },
  };
}

function connectFiles({ target }: StepFunctions, { endpoint }: TableFiles, io: CatalogueIo): Dynamodb {
  const ofFiles = { ...target, endpointUrl: endpoint };
  return {
    client: new DynamoDBClient(clientSettings(ofFiles, io)),
    target: ofFiles,
  };
}
