import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TaskName } from '../workflow/tasks.ts';

/** The name of the consumer's function. */
export const CONSUMER = 'update-catalogue';

/** A function of the deployment. */
export type FunctionName = TaskName | typeof CONSUMER;

/** The maximum size of the bundle of a task. */
export const MAX_BYTES = 440 * 1_024;
/** That of the consumer. */
export const MAX_CONSUMER_BYTES = 330 * 1_024;
/** The maximum processor time of a first invocation, also on a busy machine. Compiling schemas would take 90 ms. */
const MAX_CPU_MS = 75;

/** Returns the maximum processor time of a function. One of them sends 23 requests, and runs once a day. */
export function maxCpuMs(name: FunctionName): number {
  return name === 'refresh-reference-data' ? 3 * MAX_CPU_MS : MAX_CPU_MS;
}

/** The only title that this Watchmode knows. */
export const KNOWN_TITLE_ID = 3_173_903;
export const API_KEY = 'made-up';

/** A program that loads a bundle as Lambda does, invokes it once, and prints the result and the processor time. */
export const HOST = `
  const [bundle, event] = process.argv.slice(1);
  const { handler } = await import(bundle);
  const context = { awsRequestId: 'f0b1', getRemainingTimeInMillis: () => 30_000 };
  const before = process.cpuUsage();
  const outcome = await handler(JSON.parse(event), context).then(
    (result) => ({ result }),
    (error) => ({ errorType: error.name, errorMessage: error.message, frame: error.stack.split('\\n')[1] }),
  );
  const { user, system } = process.cpuUsage(before);
  process.stdout.write('\\n' + JSON.stringify({ ...outcome, cpuMs: (user + system) / 1_000 }) + '\\n');
`;

/** The name of an empty table. */
const EMPTY_TABLE = 'empty';
const WATERMARK_PATH = '/watermarks';
const RUN = 'arn:aws:states:eu-west-2:123456789012:execution:title-ingestion:6b1c9f0e';
const WATERMARK = {
  feed: { S: 'new_titles' },
  item: { S: 'watermark' },
  watermark: { S: '2026-11-23T06:00:00Z' },
};

/** Answers of Watchmode, by the start of the path. */
const WATCHMODE: readonly (readonly [string, object])[] = [
  [
    `/v1/title/${KNOWN_TITLE_ID}/`,
    { id: KNOWN_TITLE_ID, title: 'Crème brûlée 東京', type: 'movie', sources: [] },
  ],
  ['/v1/sources', [{ id: 203, name: 'Netflix', type: 'sub', regions: ['GB'] }]],
  ['/v1/genres', [{ id: 4, name: 'Comedy' }]],
  ['/v1/regions', [{ country: 'GB', name: 'United Kingdom', plan_enabled: true }]],
  ['/v1/status', { quota: 1_000, quotaUsed: 1 }],
  ['/v1/changes/', { titles: [KNOWN_TITLE_ID], page: 1, total_results: 1, total_pages: 1 }],
];

/** The parts of an AWS request that determine the answer. */
interface AwsRequest {
  readonly TableName?: string;
  readonly Records?: readonly object[];
  readonly Key?: { readonly item?: { readonly S: string } };
}

/** Answers of AWS, by the header `X-Amz-Target`. */
const AWS: Readonly<Record<string, (request: AwsRequest) => object>> = {
  'Kinesis_20131202.PutRecords': ({ Records = [] }) => ({
    FailedRecordCount: 0,
    Records: Records.map(() => ({ SequenceNumber: '1', ShardId: 'shardId-000000000000' })),
  }),
  'DynamoDB_20120810.GetItem': ({ TableName, Key }) =>
    TableName !== EMPTY_TABLE && Key?.item?.S === WATERMARK.item.S ? { Item: WATERMARK } : {},
  'DynamoDB_20120810.BatchGetItem': () => ({ Responses: {}, UnprocessedKeys: {} }),
  'DynamoDB_20120810.PutItem': () => ({}),
  'DynamoDB_20120810.BatchWriteItem': () => ({ UnprocessedItems: {} }),
  'DynamoDB_20120810.Query': () => ({ Items: [], Count: 0 }),
  'AWSStepFunctions.DescribeExecution': () => ({
    executionArn: RUN,
    status: 'FAILED',
    error: 'States.ExceedToleratedFailureThreshold',
    redriveCount: 0,
    redriveStatus: 'REDRIVABLE',
    startDate: Date.parse('2026-11-24T06:00:03Z') / 1_000,
    input: '{}',
  }),
  'AWSStepFunctions.ListMapRuns': () => ({
    mapRuns: [{ mapRunArn: RUN.replace(':execution:', ':mapRun:') }],
  }),
  'AWSStepFunctions.ListExecutions': () => ({ executions: [{ executionArn: `${RUN}-child` }] }),
  'AmazonSSM.GetParametersByPath': () => ({
    Parameters: [
      {
        Name: `${WATERMARK_PATH}/new_titles`,
        Value: '{"watermark":"2026-11-23T06:00:00Z","deferred":["3173903 1795413603 2 U"]}',
      },
    ],
  }),
};

/** A request to the servers of {@link startServices}. */
export interface SeenRequest {
  readonly url: string | undefined;
  readonly apiKey: unknown;
}

/** A fake Watchmode and AWS, with the endpoints that first invocations need. */
export interface FakeServices {
  readonly requests: readonly SeenRequest[];
  /** Returns the environment variables that point a function to them. */
  environmentOf(name: FunctionName): Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/** Starts a fake Watchmode and AWS on a free port. Both answer unknown requests with 404. */
export async function startServices(): Promise<FakeServices> {
  const requests: SeenRequest[] = [];
  const server = createServer((request, response) => {
    const { url, headers } = request;
    requests.push({ url, apiKey: headers['x-api-key'] });
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const target = String(headers['x-amz-target']);
      const answer =
        AWS[target]?.(JSON.parse(Buffer.concat(chunks).toString('utf8')) as AwsRequest) ??
        WATCHMODE.find(([path]) => url?.startsWith(path))?.[1];
      response.writeHead(answer === undefined ? 404 : 200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(answer ?? { success: false, statusCode: 404, statusMessage: 'Not found' }));
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    requests,
    environmentOf: (name) => ({
      STAGE: 'test',
      WATCHMODE_BASE_URL: `${address}/v1`,
      WATCHMODE_API_KEY: API_KEY,
      FETCH_CONCURRENCY: '10',
      PROBE_TITLE_ID: String(KNOWN_TITLE_ID),
      STREAM_NAME: 'titles',
      PROGRESS_TABLE: name === 'take-over-progress' ? EMPTY_TABLE : 'progress',
      WATERMARK_PATH,
      MEASURED_FEEDS: 'new_titles',
      CATALOGUE_TABLE: 'catalogue',
      AWS_REGION: 'eu-west-2',
      NODE_OPTIONS: '--enable-source-maps',
      // Read by the AWS SDK only.
      AWS_ENDPOINT_URL: address,
      AWS_ACCESS_KEY_ID: 'made-up',
      AWS_SECRET_ACCESS_KEY: 'made-up',
    }),
    close: () =>
      new Promise((resolve, reject) =>
        server.close((error) => (error === undefined ? resolve() : reject(error))),
      ),
  };
}
