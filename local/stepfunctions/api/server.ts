import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { closeServer, listenOnLoopback } from '../adapters/loopback.ts';
import { isFromWebPage } from '../adapters/web-page.mjs';
import { Interruption } from '../interpreter/interruption.ts';
import type { Clock, Random } from '../interpreter/ports.ts';
import { ServiceError } from '../interpreter/service-errors.ts';
import { operations } from './operations/index.ts';
import type { ApiContext } from './operations/operation.ts';
import { parameterOperations, type Parameters } from './parameters.ts';
import { ApiError } from './protocol/api-error.ts';
import {
  type Asked,
  askedFor,
  contentTypeOf,
  failure,
  parseBody,
  success,
  unknownOperation,
} from './protocol/json-protocol.ts';
import type { ApiResponse } from './protocol/json-protocol.ts';
import { readBody } from './protocol/read-body.ts';
import type { Wire } from './wire.ts';

/** Longer than clients' polling intervals: their next request would fail on a closed connection. */
const KEEP_ALIVE_MS = 60_000;

export interface ApiOptions extends ApiContext {
  /** Systems Manager's Parameter Store. Default: its operations are refused. */
  readonly parameters?: Parameters;
  readonly random: Pick<Random, 'uuid'>;
  readonly clock: Pick<Clock, 'sleep'>;
  /** 0 takes a free port. */
  readonly port: number;
  /** Receives errors that the request did not cause; the client gets InternalFailure. */
  readonly onDefect: (error: unknown) => void;
}

/** The running API. */
export interface Api {
  /** For example `http://127.0.0.1:8083`. */
  readonly url: string;
  readonly port: number;
  /** Waits up to half a second for requests in progress, then closes all connections. */
  close(): Promise<void>;
}

/** Starts the APIs of Step Functions and the Parameter Store on loopback. Rejects if the port is in use. */
export async function startApi(options: ApiOptions): Promise<Api> {
  const server = createServer((request, response) => {
    void respond(request, response, server, options);
  });
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  const address = await listenOnLoopback(server, options.port);
  return { ...address, close: () => closeServer(server, options.clock) };
}

async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  server: Server,
  options: ApiOptions,
): Promise<void> {
  const hangUp = new AbortController();
  response.once('close', () => hangUp.abort());
  const { status, body } = await responseTo(request, options, hangUp.signal);
  if (response.destroyed) return;
  response.writeHead(status, {
    'content-type': contentTypeOf(targetOf(request)),
    'content-length': Buffer.byteLength(body),
    'x-amzn-requestid': options.random.uuid(),
    // Clients of a closing server must not reuse the connection.
    ...(server.listening ? {} : { connection: 'close' }),
  });
  response.end(body);
}

/** @param signal Aborts when the client disconnects. */
async function responseTo(
  request: IncomingMessage,
  options: ApiOptions,
  signal: AbortSignal,
): Promise<ApiResponse> {
  if (isFromWebPage(request.headers)) {
    return failure('AccessDeniedException', 'Not for web pages: use a program of this machine', 403);
  }
  try {
    const asked = askedFor({
      method: request.method ?? '',
      contentType: request.headers['content-type'],
      target: targetOf(request),
    });
    const operation = findOperation(asked, options, signal);
    if (operation === undefined) throw unknownOperation(asked.name);
    return success(await operation(parseBody(await readBody(request))));
  } catch (error) {
    if (error instanceof ApiError) return failure(error.name, error.message, error.status);
    if (error instanceof ServiceError) return failure(error.name, error.message, 400);
    if (error instanceof Interruption) return failure('ServiceUnavailable', 'The service is closing', 503);
    if (!request.complete) return failure('RequestAbortedException', 'The request was cut off', 400);
    options.onDefect(error);
    return failure('InternalFailure', 'The request failed inside the service', 500);
  }
}

function targetOf({ headers }: IncomingMessage): string | undefined {
  const target = headers['x-amz-target'];
  return typeof target === 'string' ? target : undefined;
}

function findOperation(
  { service, name }: Asked,
  options: ApiOptions,
  signal: AbortSignal,
): ((body: Readonly<Record<string, unknown>>) => Promise<Wire>) | undefined {
  if (service === 'AmazonSSM') {
    return options.parameters === undefined ? undefined : parameterOperations(options.parameters).get(name);
  }
  const operation = operations.get(name);
  return operation === undefined ? undefined : (body) => operation(body, options, signal);
}
