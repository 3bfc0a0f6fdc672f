import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { closeServer, listenOnLoopback } from '../adapters/loopback.ts';
import { isFromWebPage } from '../adapters/web-page.mjs';
import type { Clock, Random } from '../interpreter/ports.ts';
import { answer, type AnswerOptions } from './answer.ts';
import { ApiError } from './protocol/api-error.ts';
import { type ApiResponse, contentTypeOf, failure } from './protocol/json-protocol.ts';
import { readBody } from './protocol/read-body.ts';

/** Longer than clients' polling intervals: their next request would fail on a closed connection. */
const KEEP_ALIVE_MS = 60_000;

export interface ApiOptions extends AnswerOptions {
  readonly random: Pick<Random, 'uuid'>;
  readonly clock: Pick<Clock, 'sleep'>;
  /** 0 takes a free port. */
  readonly port: number;
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
  const head = {
    method: request.method ?? '',
    contentType: request.headers['content-type'],
    target: targetOf(request),
  };
  return answer({ ...head, body: () => bodyOf(request) }, options, signal);
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  try {
    return await readBody(request);
  } catch (error) {
    if (error instanceof ApiError || request.complete) throw error;
    throw new ApiError('RequestAbortedException', 'The request was cut off');
  }
}

function targetOf({ headers }: IncomingMessage): string | undefined {
  const target = headers['x-amz-target'];
  return typeof target === 'string' ? target : undefined;
}
