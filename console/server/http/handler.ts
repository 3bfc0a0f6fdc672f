import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ConsoleContext } from '../context.ts';
import { RequestProblem } from './request.ts';

/** A request of a page that has passed the gate. */
export interface ApiRequest {
  readonly context: ConsoleContext;
  readonly query: URLSearchParams;
  /** The body as JSON; undefined for a GET. */
  readonly body: unknown;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

/** Resolves to the answer, which is sent as JSON, or to `undefined` if the handler has sent the response itself. */
export type Handler = (request: ApiRequest) => Promise<unknown>;

/** @throws RequestProblem unless the pages may make changes */
export function mayChange({ options: { allowChanges } }: ConsoleContext): void {
  if (!allowChanges) {
    throw new RequestProblem(
      403,
      'changes are off: start the console with --allow-changes to start, stop and redrive',
    );
  }
}
