import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import { ApiError } from './api-error.ts';

/** AWS allows 1 MB. A definition of the maximum size can take more, because JSON escapes characters. */
const MAX_BODY_BYTES = 4 * 1024 * 1024;

/** Reads the body of a request as UTF-8. */
export async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  // Not `for await`, which takes longer than the parsing of a small body.
  await new Promise<void>((resolve, reject) => {
    request.on('error', reject);
    request.on('end', resolve);
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      // Reads and drops the rest: a client that is cut off would not receive the error.
      if (bytes <= MAX_BODY_BYTES) chunks.push(chunk);
    });
  });
  if (bytes > MAX_BODY_BYTES) {
    throw new ApiError(
      'RequestEntityTooLargeException',
      `A request has at most ${MAX_BODY_BYTES} bytes`,
      413,
    );
  }
  const body = Buffer.concat(chunks);
  if (!isUtf8(body)) throw new ApiError('SerializationException', 'The body is not UTF-8');
  return body.toString('utf8');
}
