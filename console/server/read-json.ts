import type { IncomingMessage } from 'node:http';
import { RequestProblem } from './problem.ts';

/** An exported run of 25,000 events with large payloads. */
const MAX_BYTES = 256 * 1024 * 1024;

/** The body of a request as JSON. @throws RequestProblem when it is too large or none */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_BYTES) throw new RequestProblem(400, 'the file is too large');
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    throw new RequestProblem(400, 'the request is not valid JSON');
  }
}
