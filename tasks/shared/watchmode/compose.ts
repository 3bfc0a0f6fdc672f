import { readSecretText } from '../adapters/secrets-manager.ts';
import type { Clock } from '../ports.ts';
import type { Telemetry } from '../telemetry/telemetry.ts';
import { fixedApiKey, secretApiKey, type ApiKeySource } from './api-key.ts';
import { createWatchmodeClient, type WatchmodeClient } from './client.ts';
import type { Fetch } from './http.ts';

/** The part of a task's configuration that is about Watchmode. */
export interface WatchmodeConfig {
  readonly baseUrl: string;
  readonly apiKey: string | undefined;
  readonly apiKeySecretId: string | undefined;
  readonly region: string | undefined;
  readonly timeoutMs: number;
}

/** The client as a task's configuration asks for it. */
export function composeWatchmodeClient(
  config: WatchmodeConfig,
  ports: { readonly fetch: Fetch; readonly clock: Clock; readonly telemetry: Telemetry },
): WatchmodeClient {
  const { baseUrl, timeoutMs } = config;
  return createWatchmodeClient({ baseUrl, timeoutMs, apiKey: apiKeySource(config, ports.clock), ...ports });
}

function apiKeySource({ apiKey, apiKeySecretId, region }: WatchmodeConfig, clock: Clock): ApiKeySource {
  // The configuration's rules leave exactly one of the two.
  if (apiKeySecretId === undefined) return fixedApiKey(apiKey ?? '');
  return secretApiKey(apiKeySecretId, (secretId) => readSecretText(secretId, region), clock);
}
