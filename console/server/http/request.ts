import type { IncomingMessage } from 'node:http';
import type { Violation } from '../../api/index.ts';

/** An input of 256 KiB, with each character written as an escape sequence. */
export const MAX_REQUEST_BYTES = 2 * 1024 * 1024;
/** An exported run of 25,000 events with payloads of 2.5 kB. In memory, it takes a multiple of this. */
export const MAX_FILE_BYTES = 64 * 1024 * 1024;

/** Formats a size in MiB. */
export function mebibytes(bytes: number): string {
  return (bytes / 1024 / 1024).toLocaleString('en-GB', { maximumFractionDigits: 1 });
}

/** A request that is refused. The page shows the message: the fault and the remedy. */
export class RequestProblem extends Error {
  override readonly name = 'RequestProblem';

  constructor(
    readonly status: 400 | 403 | 404 | 405 | 413 | 502 | 503,
    message: string,
    readonly violations?: readonly Violation[],
  ) {
    super(message);
  }
}

/** Reads the body of a request as JSON. @throws RequestProblem if it is too large or not JSON */
export async function readJson(request: IncomingMessage, maxBytes: number): Promise<unknown> {
  const body = await readBytes(request, maxBytes);
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    throw new RequestProblem(400, 'the request is not valid JSON');
  }
}

/** Reads the body of a request. @throws RequestProblem if it is too large */
export async function readBytes(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const tooLarge = () =>
    new RequestProblem(413, `the request is too large: the maximum is ${mebibytes(maxBytes)} MiB`);
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) throw tooLarge();
  const chunks: Buffer[] = [];
  let bytes = 0;
  // Destroying the iterator would close the connection, which the response needs.
  const body = request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Returns a required query parameter. @throws RequestProblem if it is absent */
export function needed(query: URLSearchParams, name: string): string {
  const value = query.get(name);
  if (value === null || value === '') throw new RequestProblem(400, `the request needs ${name}`);
  return value;
}

/** Returns a query parameter that is a whole number. @throws RequestProblem */
export function wholeNumber(query: URLSearchParams, name: string, fallback?: number): number {
  const text = query.get(name);
  if ((text === null || text === '') && fallback !== undefined) return fallback;
  const value = Number(text);
  if (text === null || !Number.isSafeInteger(value) || value < 0) {
    throw new RequestProblem(400, `${name} must be a whole number, not ${JSON.stringify(text ?? '')}`);
  }
  return value;
}

/** Returns a member of a request's body. */
export function field(body: unknown, name: string): unknown {
  return typeof body === 'object' && body !== null ? (body as Record<string, unknown>)[name] : undefined;
}

/** Returns a required text of a request's body, which may be empty. @throws RequestProblem if it is absent */
export function text(body: unknown, name: string): string {
  const value = field(body, name);
  if (typeof value !== 'string') throw new RequestProblem(400, `the request needs ${name}`);
  return value;
}
