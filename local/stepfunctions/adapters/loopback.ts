import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Clock } from '../interpreter/ports.ts';

const HOST = '127.0.0.1';
/** The time for requests in progress to finish when the server closes. */
const GRACE_MS = 500;

/** Starts a server on loopback and returns its address. Port 0 means a free port. Rejects if the port is in use. */
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

/** Closes a server. Requests in progress have half a second to finish. */
export async function closeServer(server: Server, clock: Pick<Clock, 'sleep'>): Promise<void> {
  const closed = new Promise<void>((resolve, reject) => {
    server.close((error) => {
      if (error === undefined) resolve();
      else reject(error);
    });
  });
  server.closeIdleConnections();
  const timeout = new AbortController();
  clock.sleep(GRACE_MS, timeout.signal).then(
    () => server.closeAllConnections(),
    () => undefined,
  );
  await closed.finally(() => timeout.abort());
}
