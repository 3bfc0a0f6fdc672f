import { omitUndefined } from '../omit-undefined.ts';
import type { StateFailure } from '../state-failure.ts';
import type { Visit } from './frame.ts';
import type { Position } from './recorder.ts';

/**
 * Says in a failure of the interpreter's own in which state it happened, and records it when it is a failed
 * evaluation. A failure that was placed before, in a state further in, stays as it is.
 */
export function placeFailure(visit: Visit, failure: StateFailure, position: Position): StateFailure {
  const { frame, state, enteredId, enteredPrevious } = visit;
  const placed = failure.inState(state.name, enteredId);
  const { evaluation } = failure.traits;
  if (evaluation === undefined) return placed;
  // An evaluation on entering follows what the Entered event follows; a Wait state evaluates later.
  const onEntry = position.last === enteredId && state.type !== 'Wait';
  frame.run.recorder.add(
    position,
    'EvaluationFailed',
    {
      error: placed.error ?? '',
      cause: placed.reason ?? '',
      ...omitUndefined({ location: evaluation.location }),
      state: state.name,
    },
    onEntry ? { previous: enteredPrevious } : {},
  );
  return placed;
}
