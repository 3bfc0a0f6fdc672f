import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import fetch from 'node-fetch';
import { RealClock } from '../../../local/stepfunctions/index.ts';
import { loadCatalogue } from '../../../local/watchmode/catalogue.ts';
import { startWatchmode } from '../../../local/watchmode/server.ts';
import { OWN_CATALOGUE } from './own-catalogue.ts';

export const API_KEY = 'key-of-the-test';

/** The Watchmode stand-in behind a server that refuses the details of some titles, as long as the test wants. */
export interface RefusingWatchmode {
  readonly url: string;
  /**
   * Watchmode IDs whose details answer 401, as does the /status that follows each of them: the key is bad for them. `all`
   * stands for every title.
   */
  readonly refused: Set<string>;
  /** While true, no details are answered at all. */
  silent: boolean;
  /** While true, listings are answered with what is none, which fails a run at its first attempt. */
  garbled: boolean;
  /** Resolves when details are asked for the next time. */
  nextDetails(): Promise<void>;
  close(): Promise<void>;
}

export async function startRefusingWatchmode(titles: number): Promise<RefusingWatchmode> {
  const standIn = await startWatchmode({
    catalogue: await loadCatalogue(OWN_CATALOGUE, titles),
    titles,
    apiKey: API_KEY,
    clock: new RealClock(),
    seed: 1,
  });
  const refused = new Set<string>();
  const waiting: (() => void)[] = [];
  /** The number of refusals of a title that /status has not confirmed yet. */
  let unconfirmed = 0;
  const server = createServer((request, response) => {
    const url = request.url ?? '';
    const titleId = /\/title\/(\d+)\/details/.exec(url)?.[1];
    if (titleId !== undefined) {
      for (const resolve of waiting.splice(0)) resolve();
      if (proxy.silent) return;
    }
    const isRefused = titleId !== undefined && (refused.has(titleId) || refused.has('all'));
    const isConfirmed = url.includes('/status') && unconfirmed > 0;
    if (isRefused || isConfirmed) {
      unconfirmed += isRefused ? 1 : -1;
      response.writeHead(401, { 'content-type': 'application/json' });
      response.end('{"success":false,"statusCode":401,"statusMessage":"API Key is invalid."}');
      return;
    }
    if (proxy.garbled && !url.includes('/status')) {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end('{"titles":"none"}');
      return;
    }
    const key = request.headers['x-api-key'];
    const headers = typeof key === 'string' ? { 'x-api-key': key } : {};
    fetch(standIn.url.replace(/\/v1$/, '') + url, { headers }).then(
      async (answer) => {
        response.writeHead(
          answer.status,
          Object.fromEntries([...answer.headers].filter(([name]) => name.startsWith('x-'))),
        );
        response.end(await answer.text());
      },
      () => response.destroy(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const proxy: RefusingWatchmode = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    refused,
    silent: false,
    garbled: false,
    nextDetails: () => new Promise((resolve) => waiting.push(resolve)),
    close: async () => {
      await close(server);
      await standIn.close();
    },
  };
  return proxy;
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
