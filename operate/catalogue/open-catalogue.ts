import { DescribeStateMachineCommand } from '@aws-sdk/client-sfn';
import { catalogueTableBeside } from '../../workflow/names.ts';
import { nameOf } from '../../workflow/arns.ts';
import { connectTables, type Dynamodb, type OpenTableFiles } from '../aws/dynamodb.ts';
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

/** The hooks of {@link openCatalogue}. */
export interface CatalogueHooks {
  /** Opens the files that answer if those of the local runtime have answered for the state machine. */
  readonly openFiles?: OpenTableFiles;
  /** Receives the client before its first call. @default nothing */
  readonly onConnect?: (client: Dynamodb['client']) => void;
}

type CatalogueIo = Pick<ConnectionIo, 'cwd' | 'env' | 'interrupted'> & Pick<Io, 'now'>;

/**
 * Opens the catalogue that belongs to a state machine. The definition of the state machine names the progress table, and
 * the catalogue has the same suffix.
 *
 * @throws OperationError for another state machine
 * @example
 * const catalogue = await openCatalogue(sfn, stateMachineArn, io);
 * const wanted = { services: ['Netflix'], genres: [], region: 'GB', since: io.now() - 7 * DAY_MS };
 * const { arrivals } = await findArrivals(catalogue, await readKnownNames(catalogue), wanted);
 */
export async function openCatalogue(
  sfn: StepFunctions,
  stateMachineArn: string,
  io: CatalogueIo,
  { openFiles, onConnect }: CatalogueHooks = {},
): Promise<Catalogue> {
  const { definition = '{}' } = await sfn.client.send(new DescribeStateMachineCommand({ stateMachineArn }));
  const progressTable = progressTableIn(definition);
  if (progressTable === undefined) {
    throw new OperationError(
      `the definition of ${nameOf(stateMachineArn)} does not say where it keeps its progress, and so not where its catalogue is: it is a different state machine, or a different version of this one`,
    );
  }
  const tableName = catalogueTableBeside(progressTable);
  const { client, target, close } = await connectTables(sfn, io, openFiles);
  onConnect?.(client);
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
    close,
  };
}
