import { DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createCatalogueTable } from '../../consumer/catalogue/dynamodb-catalogue.ts';
import { createUpdateCatalogue, type CatalogueSettings } from '../../consumer/catalogue/update-catalogue.ts';
import { clientSettings } from '../aws/client-settings.ts';
import { explainError } from '../aws/explain-error.ts';
import { explainMissingCatalogue } from '../catalogue/missing-catalogue.ts';
import { resolveTarget, type TargetOptions } from '../aws/target.ts';
import { OperationError } from '../errors.ts';
import type { Io } from '../io.ts';
import { isError } from '../native-error.ts';
import type { Update } from './add-records.ts';

/** A catalogue to write. */
export interface CatalogueOptions extends CatalogueSettings {
  readonly tableName: string;
}

/**
 * Connects to a catalogue on AWS or with `--local` on this machine, and runs `work` with the function with which the
 * consumer adds an event.
 *
 * @throws OperationError if the table is missing, and for failed calls
 * @example await withCatalogue({ local: true }, catalogue, io, (update) => addRecords(update, records))
 */
export async function withCatalogue<T>(
  options: TargetOptions,
  { tableName, ...settings }: CatalogueOptions,
  io: Pick<Io, 'cwd' | 'env' | 'interrupted'>,
  work: (update: Update) => Promise<T>,
): Promise<T> {
  const target = await resolveTarget('dynamodb', options, io);
  const client = new DynamoDBClient(clientSettings(target, io));
  try {
    // A replay of no events would not notice that there is no table.
    await client.send(new DescribeTableCommand({ TableName: tableName }));
    return await work(createUpdateCatalogue(createCatalogueTable(client, tableName), settings));
  } catch (error) {
    const facts = { target, service: 'DynamoDB', interrupted: io.interrupted };
    const found = isError(error) ? withoutTask(error) : error;
    throw explainMissingCatalogue(tableName, target.isLocal, found) ?? explainError(found, facts);
  } finally {
    client.destroy();
  }
}

/** Returns the SDK's error in one of the consumer, which is explained better. */
function withoutTask(error: Error): Error {
  if (error.name !== 'Catalogue.Unavailable') return error;
  return isError(error.cause) ? error.cause : new OperationError(error.message, { cause: error });
}
