import { afterEach, beforeEach } from '@jest/globals';
import fetch from 'node-fetch';
import { measureRequests } from '../../../tasks/shared/adapters/watchmode.ts';
import { fixedApiKey, type ApiKeySource } from '../../../tasks/shared/watchmode/api-key.ts';
import { createWatchmodeClient, type WatchmodeClient } from '../../../tasks/shared/watchmode/client.ts';
import type { WatchmodeOptions } from '../../../tasks/shared/watchmode/connection.ts';
import { FakeClock, recordedTelemetry } from './ports.ts';
import { startWatchmodeServer, type Reply, type WatchmodeServer } from './watchmode-server.ts';

export const API_KEY = 'sesame-0123456789';
export const QUERY = { startDate: '20261123210000', endDate: '20261123220000', page: 1, limit: 250 };
export const PAGE = { titles: [1, 2], page: 1, total_results: 2, total_pages: 1 };

export let server: WatchmodeServer;
/** The lines of the last created client. */
export let lines: Record<string, unknown>[];
/** The number of times that the key was dropped. */
export let drops: number;

/** A server for each test, which answers with {@link PAGE}. */
export function serveEachTest(): void {
  beforeEach(async () => {
    drops = 0;
    server = await startWatchmodeServer(() => ({ body: PAGE }));
  });
  afterEach(() => server.close());
}

/** A client of the server. */
export function makeClient(changes: Partial<WatchmodeOptions> = {}): WatchmodeClient {
  const clock = new FakeClock('2026-11-24T06:00:00Z');
  const recorded = recordedTelemetry(clock);
  lines = recorded.lines;
  const apiKey: ApiKeySource = { ...fixedApiKey(API_KEY), drop: () => (drops += 1) };
  return createWatchmodeClient({
    baseUrl: server.baseUrl,
    timeoutMs: 5_000,
    apiKey,
    fetch,
    observe: measureRequests({ clock, telemetry: recorded.telemetry }),
    ...changes,
  });
}

/** Returns the error of a call to a server with one response for everything. */
export async function errorOf(
  reply: Reply,
  call: (client: WatchmodeClient) => Promise<unknown> = (client) => client.title(7, ['GB']),
): Promise<Record<string, unknown>> {
  server.reply = () => reply;
  return call(makeClient()).then(
    () => ({ name: 'no error' }),
    (error: unknown) => error as Record<string, unknown>,
  );
}
