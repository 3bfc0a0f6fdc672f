import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request to the server. */
export interface SeenRequest {
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: IncomingHttpHeaders;
}

/** A response: a body, written as JSON unless it is text, or a function that writes it. */
export type Reply =
  | { status?: number; headers?: Record<string, string>; body?: unknown }
  | ((response: ServerResponse) => void);

/** A Watchmode with scripted responses. */
export interface WatchmodeServer {
  /** Such as `http://127.0.0.1:12345/v1`. */
  readonly baseUrl: string;
  readonly requests: SeenRequest[];
  /** Returns the response for every request. */
  reply: (request: SeenRequest) => Reply;
  close(): Promise<void>;
}

/** Starts a server on a free port of the loopback interface. */
export async function startWatchmodeServer(reply: (request: SeenRequest) => Reply): Promise<WatchmodeServer> {
  const http = createServer((incoming, response) => {
    const url = new URL(incoming.url ?? '/', 'http://localhost');
    const request = {
      path: url.pathname.replace(/^\/v1/, ''),
      query: Object.fromEntries(url.searchParams),
      headers: incoming.headers,
    };
    server.requests.push(request);
    const answer = server.reply(request);
    if (typeof answer === 'function') {
      answer(response);
      return;
    }
    const { status = 200, headers = {}, body = {} } = answer;
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const { port } = http.address() as AddressInfo;
  const server: WatchmodeServer = {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    requests: [],
    reply,
    async close() {
      http.closeAllConnections();
      http.close();
      await once(http, 'close');
    },
  };
  return server;
}
