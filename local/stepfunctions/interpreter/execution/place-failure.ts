import { omitUndefined } from '../omit-undefined.ts';
import type { StateFailure } from '../state-failure.ts';
import type { Visit } from './frame.ts';
import type { Position } from './recorder.ts';

/**
 * Adds the state to a failure of the interpreter, and records EvaluationFailed for a failed evaluation. A failure
 * that already names an inner state is unchanged.
 */
export function placeFailure(visit: Visit, failure: StateFailure, position: Position): StateFailure {
  const { frame, state, enteredId } = visit;
  const placed = failure.inState(state.name, enteredId);
  const { evaluation } = failure.traits;
  if (evaluation === undefined) return placed;
  frame.run.recorder.add(position, 'EvaluationFailed', {
    error: placed.error ?? '',
    cause: placed.reason ?? '',
    ...omitUndefined({ location: evaluation.location }),
    state: state.name,
  });
  return placed;
}
