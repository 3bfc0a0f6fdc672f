import type { IncomingMessage, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Clock } from '../interpreter/ports.ts';

const HOST = '127.0.0.1';
/** The time that requests in progress have to finish once the server is closing. */
const GRACE_MS = 500;

/** Lets a server listen on loopback, 0 for a free port, and resolves with its address. Rejects when the port is taken. */
export async function listenOnLoopback(server: Server, port: number): Promise<{ url: string; port: number }> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, HOST, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const address = server.address() as AddressInfo;
  return { url: `http://${HOST}:${address.port}`, port: address.port };
}

/** Closes a server: idle connections at once, those with a request when it is answered or half a second is over. */
export async function closeServer(server: Server, clock: Pick<Clock, 'sleep'>): Promise<void> {
  const closed = new Promise<void>((resolve, reject) => {
    server.close((error) => {
      if (error === undefined) resolve();
      else reject(error);
    });
  });
  server.closeIdleConnections();
  const patience = new AbortController();
  clock.sleep(GRACE_MS, patience.signal).then(
    () => server.closeAllConnections(),
    () => undefined,
  );
  await closed.finally(() => patience.abort());
}

/**
 * Tells if a request comes from a web page: programs send none of these headers. Browsers may reach loopback from any
 * page, and no page has a reason to.
 */
export function isFromBrowser({ headers }: IncomingMessage): boolean {
  const site = headers['sec-fetch-site'];
  return headers.origin !== undefined || (site !== undefined && site !== 'none');
}
