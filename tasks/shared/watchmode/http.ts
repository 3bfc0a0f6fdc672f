import { WatchmodeUnavailable, WatchmodeUnexpectedResponse } from '../errors/watchmode-errors.ts';

/** The maximum size of a response, in bytes. The largest real one, a title on sale everywhere, has some 200 kB. */
export const MAX_RESPONSE_BYTES = 4 * 1024 * 1024;

/** The used part of node-fetch. `size` limits the body in bytes after decompression. */
export type Fetch = (
  url: string,
  init: {
    readonly headers: Record<string, string>;
    readonly signal: AbortSignal;
    readonly redirect: 'manual';
    readonly size: number;
  },
) => Promise<FetchResponse>;

/** The used members of a response. */
export interface FetchResponse {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  text(): Promise<string>;
}

/** A response with any status. */
export interface HttpResponse {
  /** The name of the request in messages. */
  readonly request: string;
  readonly status: number;
  readonly body: string;
  readonly header: (name: string) => string | null;
}

/** A request to Watchmode. */
export interface HttpRequest {
  readonly url: string;
  /** Its method and path, for errors and logs. */
  readonly request: string;
  readonly apiKey: string;
  readonly timeoutMs: number;
}

/**
 * Sends one GET and reads the whole response. It does not follow redirects, which would send the key elsewhere.
 *
 * @throws WatchmodeUnavailable without a complete response in time
 * @throws WatchmodeUnexpectedResponse if the response is larger than {@link MAX_RESPONSE_BYTES}
 */
export async function httpGet(
  fetch: Fetch,
  { url, request, apiKey, timeoutMs }: HttpRequest,
): Promise<HttpResponse> {
  try {
    const response = await fetch(url, {
      headers: { accept: 'application/json', 'x-api-key': apiKey },
      signal: AbortSignal.timeout(timeoutMs),
      redirect: 'manual',
      size: MAX_RESPONSE_BYTES,
    });
    const body = await response.text();
    return { request, status: response.status, body, header: (name) => response.headers.get(name) };
  } catch (cause) {
    throw failureOf(request, timeoutMs, cause);
  }
}

function failureOf(request: string, timeoutMs: number, cause: unknown): Error {
  const { name, type, code } = factsOf(cause);
  if (type === 'max-size') {
    const problem = `the response is larger than ${MAX_RESPONSE_BYTES} bytes`;
    return new WatchmodeUnexpectedResponse(request, problem, [], { cause });
  }
  const problem =
    name === 'AbortError' ? `no answer within ${timeoutMs} ms` : `no answer (${code ?? type ?? name})`;
  return new WatchmodeUnavailable(request, problem, null, { cause });
}

/** Reads an error of node-fetch: its own `type`, and the system's `code` if there is one. */
function factsOf(error: unknown): { name: string; type: string | undefined; code: string | undefined } {
  if (!(error instanceof Error)) return { name: 'unknown error', type: undefined, code: undefined };
  const { name, type, code } = error as Error & { readonly type?: unknown; readonly code?: unknown };
  return { name, type: textOrUndefined(type), code: textOrUndefined(code) };
}

function textOrUndefined(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
