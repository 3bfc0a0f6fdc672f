import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import fetch, { type RequestInit, type Response } from 'node-fetch';

/** A shared pool of keep-alive connections. */
export interface Connections {
  readonly fetch: (url: string, init?: RequestInit) => Promise<Response>;
  /** Closes all connections, including those with requests in progress. */
  close(): void;
}

/**
 * Opens a pool of at most `limit` connections to each server. Further requests wait in order of arrival. Without a
 * limit, a burst of requests would exhaust the file descriptors.
 */
export function openConnections(limit: number): Connections {
  // `fifo` reuses the connection that was idle the longest, before its server closes it during a request.
  const settings = { keepAlive: true, maxSockets: limit, scheduling: 'fifo' } as const;
  const http = new HttpAgent(settings);
  const https = new HttpsAgent(settings);
  return {
    fetch: (url, init) => fetch(url, { ...init, agent: url.startsWith('https:') ? https : http }),
    close() {
      http.destroy();
      https.destroy();
    },
  };
}
