import type { Problem, Violation } from '../api/index.ts';

const EARLIER_START = 'This page is from an earlier start: open the address that the command printed.';

/** What the server refused or could not do. */
export class AskError extends Error {
  override readonly name = 'AskError';

  constructor(
    message: string,
    readonly violations: readonly Violation[],
  ) {
    super(message);
  }
}

/** Asks the server for something. @throws AskError with its reason */
export async function ask<T>(
  path: string,
  params: Readonly<Record<string, string | number>> = {},
): Promise<T> {
  return take<T>(await reach(address(path, params), {}));
}

/** Has the server do something. @throws AskError with its reason */
export async function tell<T>(path: string, body: unknown): Promise<T> {
  const init = {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  };
  return take<T>(await reach(path, init));
}

/** An address with its parameters. */
export function address(path: string, params: Readonly<Record<string, string | number>>): string {
  const query = new URLSearchParams(Object.entries(params).map(([name, value]) => [name, String(value)]));
  return query.size === 0 ? path : `${path}?${query.toString()}`;
}

async function reach(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch {
    throw new AskError('The console does not answer: is the command that serves it still running?', []);
  }
}

async function take<T>(response: Response): Promise<T> {
  const isJson = response.headers.get('content-type')?.startsWith('application/json') === true;
  if (response.ok && isJson) return (await response.json()) as T;
  if (!isJson) throw new AskError(EARLIER_START, []);
  const { problem, violations = [] } = (await response.json()) as Problem;
  throw new AskError(sentence(problem), violations);
}

/** A reason as a sentence of its own: it begins with a capital, unless with a name that has none, and has an end. */
export function sentence(reason: string): string {
  const begun = /^[a-z]+[ ,:]/.test(reason) ? `${reason.charAt(0).toUpperCase()}${reason.slice(1)}` : reason;
  return /[.!?`]$/.test(begun) ? begun : `${begun}.`;
}
