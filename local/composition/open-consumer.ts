import { ScanCommand, type DynamoDBClient, type ScanCommandOutput } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { createHandler } from '../../consumer/handler.ts';
import { CATALOGUE_SHAPE } from '../../events/catalogue.ts';
import { isKept } from '../../events/progress.ts';
import type { CatalogueRow } from '../../events/types.ts';
import { UPDATE_CATALOGUE } from '../../workflow/event-source-mapping.ts';
import { LOCAL_CATALOGUE_TABLES } from '../../workflow/names.ts';
import { ACCOUNT } from '../account.ts';
import { taskClock } from '../task-clock.ts';
import { createDynamodbClient } from '../dynamodb/dynamodb-client.ts';
import { ensureTable } from '../dynamodb/ensure-table.ts';
import { failureFolderOf, writeFailure } from '../event-source-mapping/failure-folder.ts';
import { firstFailureIn, lambdaEventOf } from '../event-source-mapping/lambda-event.ts';
import {
  startEventSourceMapping,
  type EventSourceMapping,
} from '../event-source-mapping/event-source-mapping.ts';
import {
  createLambdaHost,
  parseJson,
  systemRandom,
  type Clock,
  type Closers,
  type TaskLog,
} from '../stepfunctions/index.ts';
import { createKinesisClient } from '../stream/kinesis-client.ts';
import type { OpenDynamodb } from './open-dynamodb.ts';
import type { OpenStream } from './open-stream.ts';
import type { RuntimeOptions } from './options.ts';

/** The contents of the catalogue. */
export interface CatalogueCounts {
  /** The titles that have not been removed. */
  readonly titles: number;
  /** The rows of services and genres that have not been left. */
  readonly rows: number;
}

/** A running consumer of the stream. */
export interface OpenConsumer {
  /** Resolves when the records that are on the stream now are in the catalogue or given up, and ends the reading. */
  drain(): Promise<void>;
  count(): Promise<CatalogueCounts>;
}

/** The services that a consumer needs. */
export interface ConsumerServices {
  readonly clock: Clock;
  readonly stream: OpenStream;
  readonly dynamodb: OpenDynamodb;
  readonly taskLog: Pick<TaskLog, 'writeLine'>;
}

/** Creates the table of the catalogue if it is missing, and starts the function that keeps it, with its mapping. */
export async function openConsumer(
  { watchmode, dataFolder, keepDays, warn }: RuntimeOptions,
  { clock, stream, dynamodb, taskLog }: ConsumerServices,
  closers: Closers,
): Promise<OpenConsumer> {
  const catalogueTable = LOCAL_CATALOGUE_TABLES[watchmode.kind];
  const failureFolder = failureFolderOf(dataFolder);
  const client = createDynamodbClient(dynamodb);
  closers.add(() => client.destroy());
  await ensureTable({ client, tableName: catalogueTable, clock, ...CATALOGUE_SHAPE });
  const kinesis = createKinesisClient(stream, stream.credentials);
  closers.add(() => kinesis.destroy());
  const { functionName, timeoutSeconds, mapping } = UPDATE_CATALOGUE;
  const environment = {
    ...dynamodb.environment,
    ...{ CATALOGUE_TABLE: catalogueTable, LOG_LEVEL: 'warn', STAGE: 'local' },
    ...(keepDays === undefined ? {} : { KEEP_DAYS: String(keepDays) }),
  };
  const handler = createHandler(environment, { writeLine: taskLog.writeLine, clock: taskClock(clock) });
  const lambda = createLambdaHost({
    functions: { [functionName]: { handler, timeoutMs: 1_000 * timeoutSeconds, memoryLimitInMB: 256 } },
    ...{ clock, random: systemRandom, ...ACCOUNT },
  });
  const { region, accountId } = ACCOUNT;
  const source = {
    region,
    streamArn: `arn:aws:kinesis:${region}:${accountId}:stream/${stream.streamName}`,
    roleArn: `arn:aws:iam::${accountId}:role/${functionName}`,
    functionArn: `arn:aws:lambda:${region}:${accountId}:function:${functionName}`,
    mappingId: LOCAL_MAPPING_ID,
  };
  const never = new AbortController().signal;
  const running: EventSourceMapping = startEventSourceMapping({
    ...mapping,
    stream: { client: kinesis, streamName: stream.streamName, clock },
    ...(stream.isShared ? {} : { pauseMs: 0 }),
    warn,
    async invoke(records) {
      const payload = JSON.stringify(lambdaEventOf(records, source));
      const answer = await lambda.invoke({ name: functionName, payload, signal: never });
      return answer.kind === 'RESULT' ? firstFailureIn(parseJson(answer.payload), records) : 0;
    },
    async giveUp(failed) {
      const path = await writeFailure(failureFolder, failed, source, {
        now: clock.now(),
        id: systemRandom.uuid(),
      });
      warn(
        `the consumer gave up ${failed.records.length} of the stream's records (${failed.condition}): ${path}; \`tvguide replay --local --failed\` says what is wrong with it, and takes it once that is corrected`,
      );
    },
  });
  closers.add(() => running.close());
  return {
    drain: () => running.drain(),
    count: () => countCatalogue(client, catalogueTable, clock.now()),
  };
}

/** The id of the only local mapping. */
const LOCAL_MAPPING_ID = '00000000-0000-4000-8000-000000000001';

/** Counts the live items of a local catalogue by reading all of it. */
async function countCatalogue(
  client: DynamoDBClient,
  tableName: string,
  now: number,
): Promise<CatalogueCounts> {
  const counts = { titles: 0, rows: 0 };
  let start: ScanCommandOutput['LastEvaluatedKey'];
  do {
    const { Items = [], LastEvaluatedKey } = await client.send(
      new ScanCommand({
        TableName: tableName,
        // Of a record only its version: it is large, and all that counts is that there is one.
        ProjectionExpression: 'asOf, leftAt, expiresAt, #record.#version',
        ExpressionAttributeNames: { '#record': 'record', '#version': 'schemaVersion' },
        ExclusiveStartKey: start,
      }),
    );
    for (const stored of Items) {
      const item = unmarshall(stored) as Pick<CatalogueRow, 'leftAt' | 'expiresAt'>;
      if (!isKept(item, now)) continue;
      if ('record' in item) counts.titles += 1;
      if ('asOf' in item && item.leftAt === undefined) counts.rows += 1;
    }
    start = LastEvaluatedKey;
  } while (start !== undefined);
  return counts;
}
