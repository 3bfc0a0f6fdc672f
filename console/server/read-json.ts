import type { IncomingMessage } from 'node:http';
import { RequestProblem } from './problem.ts';

/** An input of 256 KiB, with each character written as an escape sequence. */
export const MAX_REQUEST_BYTES = 2 * 1024 * 1024;
/** An exported run of 25,000 events with large payloads. */
export const MAX_FILE_BYTES = 256 * 1024 * 1024;

/** The body of a request as JSON. @throws RequestProblem when it is too large or none */
export async function readJson(request: IncomingMessage, maxBytes: number): Promise<unknown> {
  const tooLarge = () =>
    new RequestProblem(413, `the request is too large: ${maxBytes / 1024 / 1024} MiB are the most`);
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) throw tooLarge();
  const chunks: Buffer[] = [];
  let bytes = 0;
  // The answer needs the connection, which would be cut with the rest of the body.
  const body = request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw tooLarge();
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    throw new RequestProblem(400, 'the request is not valid JSON');
  }
}
