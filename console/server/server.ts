import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isError } from '../../operate/native-error.ts';
import { type WebBundle, buildWeb } from '../web-bundle.ts';
import type { ConsoleContext, ConsoleOptions } from './context.ts';
import { Gate } from './http/gate.ts';
import { SECURITY_HEADERS } from './http/headers.ts';
import { indexPage, notePage, waitPage } from './http/pages.ts';
import { patiently } from './http/patience.ts';
import { MAX_REQUEST_BYTES, readJson, RequestProblem } from './http/request.ts';

const HOST = '127.0.0.1';
const HTML = 'text/html; charset=utf-8';
const JSON_TYPE = 'application/json';

/** A running console. */
export interface Console {
  /** The address to open, with the secret key. */
  readonly address: string;
  readonly port: number;
  close(): Promise<void>;
}

/** Bundle and clients, which the first page makes: the start waits for neither. */
interface Lazy {
  bundle?: Promise<WebBundle>;
  context?: Promise<ConsoleContext>;
}

/** A request with what is needed to answer it. */
interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly lazy: Lazy;
  readonly options: ConsoleOptions;
}

/** Serves the console on loopback. Rejects if the port is in use. */
export async function startConsole(options: ConsoleOptions): Promise<Console> {
  const lazy: Lazy = {};
  const server = createServer((request, response) => {
    void serve({ request, response, lazy, options }, gate);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, HOST, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const { port } = server.address() as AddressInfo;
  const gate = new Gate(port, options.secrets);
  return { address: gate.address, port, close: () => close(server, lazy) };
}

async function close(server: Server, { context }: Lazy): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  // Live pages keep their connections open.
  server.closeAllConnections();
  await closed;
  (await context?.catch(() => undefined))?.close();
}

async function serve(exchange: Exchange, gate: Gate): Promise<void> {
  const { request, response } = exchange;
  for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value);
  try {
    const { method = '', headers, url: target = '/' } = request;
    // A request through a proxy names a whole address, and OPTIONS may name none.
    if (!target.startsWith('/')) throw new RequestProblem(400, 'the request must name a path');
    const url = new URL(`http://${HOST}${target}`);
    const verdict = gate.judge({ method, url, headers });
    if (verdict.kind === 'refuse') {
      send(response, verdict.status, HTML, notePage(verdict.reason));
    } else if (verdict.kind === 'enter') {
      // A page instead of a redirect: browsers drop a strict cookie on a redirect that began on another site.
      response.setHeader('set-cookie', verdict.cookies);
      send(response, 200, HTML, waitPage(verdict.path));
    } else if (url.pathname.startsWith('/api/')) {
      await answerApi(exchange, url);
    } else {
      await answerFile(exchange, url.pathname);
    }
  } catch (error) {
    fail(response, error);
  }
}

async function answerFile({ request, response, lazy }: Exchange, path: string): Promise<void> {
  if (request.method !== 'GET' && request.method !== 'HEAD') throw new RequestProblem(404, 'no such page');
  lazy.bundle ??= buildWeb();
  const bundle = await lazy.bundle.catch((error: unknown) => {
    delete lazy.bundle;
    throw error;
  });
  const file = bundle.files.get(path);
  if (file !== undefined) send(response, 200, file.type, file.content);
  else if (/^\/assets\/.*\.\w+$/.test(path)) throw new RequestProblem(404, 'no such file');
  else send(response, 200, HTML, indexPage(bundle));
}

async function answerApi(exchange: Exchange, url: URL): Promise<void> {
  const { request, response, lazy, options } = exchange;
  const [{ READS_ITSELF, ROUTES }, { openContext }] = await Promise.all([
    import('./routes.ts'),
    import('./context.ts'),
  ]);
  lazy.context ??= openContext(options);
  const context = await lazy.context.catch((error: unknown) => {
    delete lazy.context;
    throw error;
  });
  const { method = '' } = request;
  const route = `${method} ${url.pathname}`;
  const handler = ROUTES[route];
  try {
    if (handler === undefined) throw noSuchRequest(url.pathname, Object.keys(ROUTES));
    const body =
      method === 'GET' || route === READS_ITSELF ? undefined : await readJson(request, MAX_REQUEST_BYTES);
    const value = await patiently({ method, response, context }, () =>
      handler({ context, query: url.searchParams, body, request, response }),
    );
    if (value !== undefined) send(response, 200, JSON_TYPE, JSON.stringify(value));
  } catch (error) {
    if (error instanceof RequestProblem || response.headersSent) throw error;
    send(response, 502, JSON_TYPE, JSON.stringify({ problem: context.explain(error) }));
  }
}

function noSuchRequest(path: string, routes: readonly string[]): RequestProblem {
  return routes.some((route) => route.endsWith(` ${path}`))
    ? new RequestProblem(405, 'the method is not allowed')
    : new RequestProblem(404, 'no such route');
}

function fail(response: ServerResponse, error: unknown): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const { status = 500, violations } = error instanceof RequestProblem ? error : {};
  const problem = isError(error) ? error.message : String(error);
  send(response, status, JSON_TYPE, JSON.stringify({ problem, violations }));
}

function send(response: ServerResponse, status: number, type: string, content: string | Uint8Array): void {
  if (response.destroyed) return;
  response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(content) });
  response.end(content);
}
