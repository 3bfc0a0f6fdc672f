import type { KinesisStreamBatchResponse } from 'aws-lambda';
import { composeOnFirstCall, withRequestId } from '../tasks/shared/handler.ts';
import { createDynamodbClient } from '../tasks/shared/adapters/dynamodb.ts';
import { systemPorts } from '../tasks/shared/adapters/system.ts';
import type { Environment, Overrides, TaskHandler } from '../tasks/shared/ports.ts';
import { createTelemetry } from '../tasks/shared/telemetry/telemetry.ts';
import { createBeginBatch } from './catalogue/begin-batch.ts';
import { createCatalogueTable } from './catalogue/dynamodb-catalogue.ts';
import { createUpdateCatalogue } from './catalogue/update-catalogue.ts';
import { parseConfig } from './config.ts';
import { createConsumer } from './consumer.ts';

/** Composes the consumer for an environment; see `CONFIG_KEYS`. */
export function createHandler(
  env: Environment,
  overrides: Overrides = {},
): TaskHandler<KinesisStreamBatchResponse> {
  return composeOnFirstCall(() => {
    const config = parseConfig(env);
    const { clock, writeLine } = systemPorts(overrides);
    const { stage, logLevel: level, catalogueTable, keepDays = null } = config;
    const telemetry = createTelemetry({ task: 'update-catalogue', stage, level, clock, writeLine });
    const table = createCatalogueTable(createDynamodbClient(config), catalogueTable);
    const begin = createBeginBatch(table, { keepDays });
    const update = createUpdateCatalogue(table, { keepDays });
    return withRequestId(telemetry, createConsumer({ begin, update, telemetry }));
  });
}

/** Lambda's entry point. */
export const handler = createHandler(process.env);
