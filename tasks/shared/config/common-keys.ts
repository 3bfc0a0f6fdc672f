import { DEFAULT_FEED, FEEDS } from '../../../events/feeds.ts';
import { findRegionProblem } from '../../../events/regions.ts';
import type { Region } from '../../../events/types.ts';
import { LOG_LEVELS } from '../telemetry/telemetry.ts';
import type { Environment } from '../ports.ts';
import { parseBaseUrl, WATCHMODE_URL } from '../watchmode/base-url.ts';
import {
  integer,
  oneOf,
  optional,
  required,
  setByPlatform,
  text,
  withFallback,
  type Parsed,
} from './config-key.ts';

/** The variables of all tasks. */
export const telemetryKeys = {
  stage: withFallback(
    required('STAGE', 'The name of the deployment, which is the dimension of every metric', text),
    'local',
  ),
  logLevel: withFallback(
    required('LOG_LEVEL', `The minimum level of log lines: ${LOG_LEVELS.join(', ')}`, oneOf(LOG_LEVELS)),
    'info',
  ),
};

/** The AWS Region of a task's clients. */
const regionKey = setByPlatform(required('AWS_REGION', 'The AWS Region', text));

const READ_WITH_ENDPOINT = "Read only with an AWS_ENDPOINT_URL_... of the task's";

/** The variables of the tasks that use an AWS service with a local endpoint on a laptop. */
export const awsKeys = {
  region: regionKey,
  accessKeyId: optional(setByPlatform(required('AWS_ACCESS_KEY_ID', READ_WITH_ENDPOINT, text))),
  secretAccessKey: optional(setByPlatform(required('AWS_SECRET_ACCESS_KEY', READ_WITH_ENDPOINT, text))),
  sessionToken: optional(setByPlatform(required('AWS_SESSION_TOKEN', READ_WITH_ENDPOINT, text))),
};

/** Defines the variable for the endpoint of a service. */
export function endpointKey(service: string, name: string) {
  return optional(
    required(
      `AWS_ENDPOINT_URL_${name}`,
      `The ${service} endpoint if it is not that of AWS, for example a local one`,
      url,
    ),
  );
}

/** The variables of the tasks that need the default scope of a run. */
export const scopeKeys = {
  feed: withFallback(
    required('FEED', `The feed of a run whose input names none: ${FEEDS.join(', ')}`, oneOf(FEEDS)),
    DEFAULT_FEED,
  ),
  regions: withFallback(
    required(
      'REGIONS',
      'The regions of a run whose input names none: ISO 3166-1 alpha-2 codes, separated by commas',
      regionList,
    ),
    'GB',
  ),
};

/** The variables of the tasks that use the progress table. */
export const progressKeys = {
  progressTable: required('PROGRESS_TABLE', 'The name of the DynamoDB table that the runs share', text),
  dynamodbEndpoint: endpointKey('DynamoDB', 'DYNAMODB'),
};

/** The ways to convert events to records of the stream. */
export const RECORD_AGGREGATIONS = ['none', 'kpl'] as const;

/** The variables of the tasks that write to the stream. */
export const streamKeys = {
  streamName: required('STREAM_NAME', 'The name of the Kinesis data stream', text),
  aggregation: withFallback(
    required(
      'RECORD_AGGREGATION',
      'none: one record per title; kpl: many titles in one record, in the KPL aggregated format',
      oneOf(RECORD_AGGREGATIONS),
    ),
    'none',
  ),
  aggregatedRecordBytes: withFallback(
    required(
      'AGGREGATED_RECORD_BYTES',
      'Maximum size of a record with kpl, in bytes: 1024 to 1000000',
      integer(1_024, 1_000_000),
    ),
    '51200',
  ),
  kinesisEndpoint: endpointKey('Kinesis', 'KINESIS'),
};

/** The variables of the tasks that use Step Functions. */
export const stepFunctionsKeys = {
  stepFunctionsEndpoint: endpointKey('Step Functions', 'SFN'),
};

/** The variables of the tasks that use Watchmode. */
export const watchmodeKeys = {
  baseUrl: withFallback(
    required(
      'WATCHMODE_BASE_URL',
      'The base URL of Watchmode: https, or http on this machine, because every request contains the key',
      parseBaseUrl,
    ),
    WATCHMODE_URL,
  ),
  apiKey: optional(
    required(
      'WATCHMODE_API_KEY',
      'The API key itself; on a laptop, instead of WATCHMODE_API_KEY_SECRET_ID',
      text,
    ),
  ),
  apiKeySecretId: optional(
    required(
      'WATCHMODE_API_KEY_SECRET_ID',
      'Name or ARN of the Secrets Manager secret whose text is the API key',
      text,
    ),
  ),
  region: optional(regionKey),
  timeoutMs: withFallback(
    required(
      'WATCHMODE_TIMEOUT_MS',
      'The timeout of one request including its response, in milliseconds: 100 to 120000',
      integer(100, 120_000),
    ),
    '10000',
  ),
  requestsPerMinute: optional(
    required(
      'WATCHMODE_REQUESTS_PER_MINUTE',
      'Requests a minute that Watchmode allows, if its responses do not announce it: 1 to 1000000. Without either there is no pacing',
      integer(1, 1_000_000),
    ),
  ),
};

/** The variable of the tasks that check the credits before they spend some. */
export const creditReserveKey = withFallback(
  required(
    'CREDIT_RESERVE',
    'Watchmode credits that a run must not spend: 0 to 1000000000',
    integer(0, 1_000_000_000),
  ),
  '0',
);

/** Requires exactly one source of the key. */
export function exactlyOneApiKey(env: Environment): string[] {
  const given = [watchmodeKeys.apiKey.name, watchmodeKeys.apiKeySecretId.name].filter(
    (name) => env[name] !== undefined,
  );
  if (given.length === 1) return [];
  return given.length === 0
    ? ['WATCHMODE_API_KEY or WATCHMODE_API_KEY_SECRET_ID is missing: set one of them']
    : ['WATCHMODE_API_KEY and WATCHMODE_API_KEY_SECRET_ID exclude each other: set one of them'];
}

function url(value: string): Parsed<string> {
  return URL.canParse(value) && /^https?:/i.test(value)
    ? { value }
    : { fault: 'must be an http or https URL' };
}

function regionList(text: string): Parsed<Region[]> {
  const regions = text.split(',').map((region) => region.trim());
  for (const region of regions) {
    const problem = findRegionProblem(region);
    if (problem !== undefined) {
      return { fault: `must be country codes separated by commas, for example GB,IE; each ${problem}` };
    }
  }
  return { value: [...new Set(regions)] };
}
