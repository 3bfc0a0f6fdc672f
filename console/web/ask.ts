import type { Problem, Violation } from '../api/index.ts';

const EARLIER_START =
  'This page is from an earlier start of the console: open the address that the command printed.';

/** A request that failed. */
export class AskError extends Error {
  override readonly name = 'AskError';

  constructor(
    message: string,
    readonly violations: readonly Violation[],
  ) {
    super(message);
  }
}

/** Sends a GET request. @throws AskError */
export async function ask<T>(
  path: string,
  params: Readonly<Record<string, string | number>> = {},
): Promise<T> {
  return take<T>(await reach(address(path, params), {}));
}

/** Sends a POST request. @throws AskError */
export async function tell<T>(path: string, body: unknown): Promise<T> {
  const init = {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  };
  return take<T>(await reach(path, init));
}

/** Returns the reason why the server refuses a stream of events; null if it refuses it no longer. */
export async function refusalOf(url: string): Promise<string | null> {
  const stop = new AbortController();
  try {
    const response = await reach(url, { signal: stop.signal });
    if (!response.ok) await take(response);
    return null;
  } catch (error) {
    return (error as Error).message;
  } finally {
    stop.abort();
  }
}

/** Sends a file in a POST request. @throws AskError */
export async function upload<T>(path: string, file: Blob): Promise<T> {
  return take<T>(await reach(path, { method: 'POST', body: file }));
}

/** Returns a path with query parameters. */
export function address(path: string, params: Readonly<Record<string, string | number>>): string {
  const query = new URLSearchParams(Object.entries(params).map(([name, value]) => [name, String(value)]));
  return query.size === 0 ? path : `${path}?${query.toString()}`;
}

async function reach(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch {
    throw new AskError(
      'The console does not respond: check that the command that serves it is still running.',
      [],
    );
  }
}

async function take<T>(response: Response): Promise<T> {
  const isJson = response.headers.get('content-type')?.startsWith('application/json') === true;
  if (response.ok && isJson) return (await response.json()) as T;
  if (!isJson) throw new AskError(EARLIER_START, []);
  const { problem, violations = [] } = (await response.json()) as Problem;
  throw new AskError(sentence(problem), violations);
}

/** Makes a sentence of a reason: adds a capital, unless it begins with a name, and a full stop. */
export function sentence(reason: string): string {
  const begun = /^[a-z]+[ ,:]/.test(reason) ? `${reason.charAt(0).toUpperCase()}${reason.slice(1)}` : reason;
  return /[.!?`]$/.test(begun) ? begun : `${begun}.`;
}
