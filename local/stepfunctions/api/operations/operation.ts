import type { Engine } from '../../interpreter/engine-api.ts';
import { readRequest, type Read, type Shape } from '../shapes/shape.ts';
import type { StateMachines } from '../state-machines/registry.ts';
import type { Wire } from '../wire.ts';

/** The services behind the operations. */
export interface ApiContext {
  readonly engine: Engine;
  readonly stateMachines: StateMachines;
}

/**
 * Handles one request. Undefined members of the response are omitted. The signal aborts when the client disconnects.
 */
export type Operation = (
  body: Readonly<Record<string, unknown>>,
  context: ApiContext,
  signal: AbortSignal,
) => Promise<Wire>;

/** Creates an operation from the shape of its request and its handler. */
export function operation<M extends Readonly<Record<string, Shape<unknown>>>>(
  members: M,
  run: (request: Read<M>, context: ApiContext, signal: AbortSignal) => Promise<Wire>,
): Operation {
  return (body, context, signal) => run(readRequest(members, body), context, signal);
}
