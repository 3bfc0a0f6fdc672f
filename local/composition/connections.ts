import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import fetch, { type RequestInit, type Response } from 'node-fetch';

/** Connections that are kept and shared. */
export interface Connections {
  readonly fetch: (url: string, init?: RequestInit) => Promise<Response>;
  /** Closes them all, requests that are under way included. */
  close(): void;
}

/**
 * A fetch that has at most `limit` connections to one server; further requests wait for one, in the order they came.
 * Without a limit a burst of requests opens a file each, until the system refuses to open more.
 */
export function openConnections(limit: number): Connections {
  // The connection idle for longest is used next, so that none is kept until its server closes it under a request.
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
