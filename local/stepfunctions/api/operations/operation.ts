import type { Engine } from '../../interpreter/engine-api.ts';
import { readRequest, type Read, type Shape } from '../shapes/shape.ts';
import type { StateMachines } from '../state-machines/registry.ts';
import type { Wire } from '../wire.ts';

/** What operations work on. */
export interface ApiContext {
  readonly engine: Engine;
  readonly stateMachines: StateMachines;
}

/**
 * Answers one request. Members of the answer that are undefined are left out. The signal is aborted when the caller no
 * longer waits for the answer.
 */
export type Operation = (
  body: Readonly<Record<string, unknown>>,
  context: ApiContext,
  signal: AbortSignal,
) => Promise<Wire>;

/** An operation of its request's shape and its behaviour. */
export function operation<M extends Readonly<Record<string, Shape<unknown>>>>(
  members: M,
  run: (request: Read<M>, context: ApiContext, signal: AbortSignal) => Promise<Wire>,
): Operation {
  return (body, context, signal) => run(readRequest(members, body), context, signal);
}
