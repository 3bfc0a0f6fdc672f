import { LOG_LEVELS } from '../telemetry/telemetry.ts';
import type { Environment } from '../ports.ts';
import { parseBaseUrl, WATCHMODE_URL } from '../watchmode/base-url.ts';
import { integer, oneOf, optional, required, setByPlatform, text, withFallback } from './config-key.ts';

/** The variables that every task has. */
export const telemetryKeys = {
  stage: withFallback(
    required('STAGE', 'The name of the deployment: the dimension of every metric', text),
    'local',
  ),
  logLevel: withFallback(
    required(
      'LOG_LEVEL',
      `The least important log line that is written: ${LOG_LEVELS.join(', ')}`,
      oneOf(LOG_LEVELS),
    ),
    'info',
  ),
};

/** The AWS Region of the clients that a task makes. */
export const regionKey = setByPlatform(required('AWS_REGION', 'The AWS Region', text));

/** The variables of the tasks that ask Watchmode. */
export const watchmodeKeys = {
  baseUrl: withFallback(
    required(
      'WATCHMODE_BASE_URL',
      'Where Watchmode is: https, or http on this machine, since the key travels in every request',
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
      'How long one request may take, answer included, in milliseconds: 100 to 120000',
      integer(100, 120_000),
    ),
    '10000',
  ),
  requestsPerMinute: optional(
    required(
      'WATCHMODE_REQUESTS_PER_MINUTE',
      'The requests that Watchmode allows a minute, used when its answers do not say: 1 to 1000000. Without either there is no pacing',
      integer(1, 1_000_000),
    ),
  ),
};

/** One source of the key: with two of them nobody knows which is in use. */
export function exactlyOneApiKey(env: Environment): string[] {
  const given = [watchmodeKeys.apiKey.name, watchmodeKeys.apiKeySecretId.name].filter(
    (name) => env[name] !== undefined,
  );
  if (given.length === 1) return [];
  return given.length === 0
    ? ['WATCHMODE_API_KEY or WATCHMODE_API_KEY_SECRET_ID is missing: set one of them']
    : ['WATCHMODE_API_KEY and WATCHMODE_API_KEY_SECRET_ID exclude each other: set one of them'];
}
