import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isError } from '../../operate/native-error.ts';
import { type WebBundle, buildWeb } from '../web-bundle.ts';
import { Gate } from './gate.ts';
import { SECURITY_HEADERS } from './headers.ts';
import type { ConsoleOptions } from './options.ts';
import { indexPage, notePage, waitPage } from './pages.ts';
import { RequestProblem } from './problem.ts';
import { MAX_FILE_BYTES, MAX_REQUEST_BYTES, readJson } from './read-json.ts';
import type { ConsoleContext } from './context.ts';

const HOST = '127.0.0.1';

/** A console that runs. */
export interface Console {
  /** The secret address to open. */
  readonly address: string;
  readonly port: number;
  close(): Promise<void>;
}

/** What is made when the first page is asked for: a start waits neither for a bundle nor for clients. */
interface Lazy {
  bundle: Promise<WebBundle> | undefined;
  context: Promise<ConsoleContext> | undefined;
}

/** Serves the console on loopback. Rejects when the port is taken. */
export async function startConsole(options: ConsoleOptions): Promise<Console> {
  const lazy: Lazy = { bundle: undefined, context: undefined };
  const server = createServer((request, response) => {
    void serve(request, response, gate, lazy, options);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, HOST, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const { port } = server.address() as AddressInfo;
  const gate = new Gate(port);
  return { address: gate.address, port, close: () => close(server, lazy) };
}

async function close(server: Server, { context }: Lazy): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  // Pages hold connections open for what is live.
  server.closeAllConnections();
  await closed;
  (await context?.catch(() => undefined))?.close();
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  gate: Gate,
  lazy: Lazy,
  options: ConsoleOptions,
): Promise<void> {
  for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value);
  try {
    const { method = '', headers, url: target = '/' } = request;
    // A proxy's request names a whole address, and OPTIONS may name none.
    if (!target.startsWith('/')) throw new RequestProblem(400, 'the request must name a path');
    const url = new URL(`http://${HOST}${target}`);
    const verdict = gate.judge({ method, url, headers });
    if (verdict.kind === 'refuse') {
      send(response, verdict.status, 'text/html; charset=utf-8', notePage(verdict.reason));
    } else if (verdict.kind === 'enter') {
      // A page that leads on, and no redirect: a strict cookie does not travel on a redirect from elsewhere.
      response.setHeader('set-cookie', verdict.cookie);
      send(response, 200, 'text/html; charset=utf-8', waitPage(verdict.path));
    } else {
      await answer(request, response, url, lazy, options);
    }
  } catch (error) {
    fail(response, error);
  }
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
  lazy: Lazy,
  options: ConsoleOptions,
): Promise<void> {
  const { method = '' } = request;
  if (url.pathname.startsWith('/api/')) {
    await answerApi(request, response, url, lazy, options);
    return;
  }
  if (method !== 'GET' && method !== 'HEAD') throw new RequestProblem(404, 'there is nothing here');
  lazy.bundle ??= buildWeb();
  const bundle = await lazy.bundle.catch((error: unknown) => {
    lazy.bundle = undefined;
    throw error;
  });
  const file = bundle.files.get(url.pathname);
  if (file !== undefined) send(response, 200, file.type, file.content);
  else if (/\.\w+$/.test(url.pathname) && url.pathname.startsWith('/assets/'))
    throw new RequestProblem(404, 'there is no such file');
  else send(response, 200, 'text/html; charset=utf-8', indexPage(bundle));
}

async function answerApi(
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
  lazy: Lazy,
  options: ConsoleOptions,
): Promise<void> {
  const [{ ROUTES, TAKES_FILE }, { openContext }, { reasonFor }] = await Promise.all([
    import('./routes.ts'),
    import('./context.ts'),
    import('./reason.ts'),
  ]);
  lazy.context ??= openContext(options);
  const context = await lazy.context.catch((error: unknown) => {
    lazy.context = undefined;
    throw error;
  });
  const { method = '' } = request;
  const route = `${method} ${url.pathname}`;
  const handler = ROUTES[route];
  try {
    if (handler === undefined) throw noSuchRequest(url.pathname, Object.keys(ROUTES));
    const maxBytes = route === TAKES_FILE ? MAX_FILE_BYTES : MAX_REQUEST_BYTES;
    const body = method === 'GET' ? undefined : await readJson(request, maxBytes);
    const value = await handler({ context, query: url.searchParams, body, request, response });
    if (value !== undefined) send(response, 200, 'application/json', JSON.stringify(value));
  } catch (error) {
    if (error instanceof RequestProblem || response.headersSent) throw error;
    send(response, 502, 'application/json', JSON.stringify({ problem: reasonFor(context, error) }));
  }
}

function noSuchRequest(path: string, routes: readonly string[]): RequestProblem {
  return routes.some((route) => route.endsWith(` ${path}`))
    ? new RequestProblem(405, 'this is not asked for in this way')
    : new RequestProblem(404, 'there is no such request');
}

function fail(response: ServerResponse, error: unknown): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  if (error instanceof RequestProblem) {
    const { message: problem, violations } = error;
    send(response, error.status, 'application/json', JSON.stringify({ problem, violations }));
    return;
  }
  send(
    response,
    500,
    'application/json',
    JSON.stringify({ problem: isError(error) ? error.message : String(error) }),
  );
}

function send(response: ServerResponse, status: number, type: string, content: string | Uint8Array): void {
  if (response.destroyed) return;
  response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(content) });
  response.end(content);
}
