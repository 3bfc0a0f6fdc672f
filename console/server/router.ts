import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ConsoleContext } from './context.ts';
import { RequestProblem } from './problem.ts';

/** A request of a page, after the gate. */
export interface ApiRequest {
  readonly context: ConsoleContext;
  readonly query: URLSearchParams;
  /** The body as JSON; undefined for a GET. */
  readonly body: unknown;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

/** Answers with a value, which goes out as JSON; `undefined` means that it has answered itself. */
export type Handler = (request: ApiRequest) => Promise<unknown>;

/** A parameter of the address that must be there. @throws RequestProblem */
export function needed(query: URLSearchParams, name: string): string {
  const value = query.get(name);
  if (value === null || value === '') throw new RequestProblem(400, `the request needs ${name}`);
  return value;
}

/** A whole number among the parameters. @throws RequestProblem */
export function wholeNumber(query: URLSearchParams, name: string, fallback?: number): number {
  const text = query.get(name);
  if ((text === null || text === '') && fallback !== undefined) return fallback;
  const value = Number(text);
  if (text === null || !Number.isSafeInteger(value) || value < 0) {
    throw new RequestProblem(400, `${name} must be a whole number`);
  }
  return value;
}

/** @throws RequestProblem where the pages may change nothing */
export function mayChange({ options: { allowChanges } }: ConsoleContext): void {
  if (!allowChanges) {
    throw new RequestProblem(
      403,
      'changes are off: start the console with --allow-changes to start, stop and redrive',
    );
  }
}
