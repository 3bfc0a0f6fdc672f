import { formatViolations } from '../../../events/validate.ts';
import type { Clock } from '../ports.ts';
import type { Telemetry } from '../telemetry/telemetry.ts';
import { fixedApiKey, secretApiKey, type ApiKeySource } from '../watchmode/api-key.ts';
import {
  connectToWatchmode,
  type ObserveRequest,
  type WatchmodeAccount,
  type WatchmodeConnection,
} from '../watchmode/connection.ts';
import type { Fetch } from '../watchmode/http.ts';
import { readSecretText } from './secrets-manager.ts';

/** The configuration of the connection to Watchmode. */
export interface WatchmodeConfig {
  readonly baseUrl: string;
  readonly apiKey: string | undefined;
  readonly apiKeySecretId: string | undefined;
  readonly region: string | undefined;
  readonly timeoutMs: number;
}

/**
 * Connects to Watchmode by a task's configuration, with its requests in the task's metrics.
 *
 * @param requests - creates the requests of the task, for example `titles`
 */
export function composeWatchmode<Requests>(
  config: WatchmodeConfig,
  ports: { readonly fetch: Fetch; readonly clock: Clock; readonly telemetry: Telemetry },
  requests: (connection: WatchmodeConnection) => Requests,
): WatchmodeAccount & Requests {
  const { baseUrl, timeoutMs } = config;
  const apiKey = apiKeySource(config, ports.clock);
  const connection = connectToWatchmode({
    baseUrl,
    timeoutMs,
    apiKey,
    fetch: ports.fetch,
    observe: measureRequests(ports),
    noteOddParts: (request, parts) => {
      ports.telemetry.log('warn', 'dropped odd parts of a response', {
        request,
        parts: formatViolations(parts),
      });
    },
  });
  return { ...connection, ...requests(connection) };
}

function apiKeySource({ apiKey, apiKeySecretId, region }: WatchmodeConfig, clock: Clock): ApiKeySource {
  // The configuration's rules allow exactly one of the two.
  if (apiKeySecretId === undefined) return fixedApiKey(apiKey ?? '');
  return secretApiKey(apiKeySecretId, (secretId) => readSecretText(secretId, region), clock);
}

/** Rounds milliseconds to tenths. */
function tenths(milliseconds: number): number {
  return Math.round(milliseconds * 10) / 10;
}

/** Writes one metric line per response: its duration and the credits left. */
export function measureRequests({
  clock,
  telemetry,
}: {
  readonly clock: Clock;
  readonly telemetry: Telemetry;
}): ObserveRequest {
  return (request) => {
    const sentAt = clock.monotonic();
    return ({ status, creditsLeft }) =>
      telemetry.measure(
        {
          RequestDuration: tenths(clock.monotonic() - sentAt),
          ...(status === 429 ? { RateLimitedResponses: 1 } : {}),
          ...(creditsLeft === null ? {} : { CreditsLeft: creditsLeft }),
        },
        { request, status },
      );
  };
}
