import type { State } from '../definition/model.ts';
import type { Payload } from '../payload.ts';
import { runtimeFailure } from '../state-failure.ts';
import { throwIfCondemned } from './fatal.ts';
import type { Frame } from './frame.ts';
import { runState } from './run-state.ts';

/** The number of states between yields to other work of the process. */
const STATES_A_TURN = 50;

/** Runs a program to its end, from its start or from where a redrive continues. */
export async function runFrame(frame: Frame, input: Payload): Promise<Payload> {
  const { past, program, run } = frame;
  let name = program.startAt;
  let payload = input;
  if (past !== undefined) {
    frame.variables.assign(past.variables);
    if (past.output !== undefined) payload = past.output;
    // The next event follows the last exited state; at the root, it follows ExecutionRedriven.
    if (!frame.isRoot) frame.position.last = past.last ?? frame.position.last;
    if (past.visit !== undefined) {
      name = past.visit.name;
      payload = past.visit.input;
    } else if (past.ended) return payload;
    else name = past.next ?? name;
  }
  for (;;) {
    run.turns.count += 1;
    const { clock } = run.engine;
    if (run.turns.count % STATES_A_TURN === 0) await clock.yieldTurn();
    // Repeats, because earlier waiters have their turns first.
    while (clock.isTurnLong?.() === true) await clock.yieldTurn();
    frame.cancellation.throwIfCancelled();
    throwIfCondemned(frame);
    const completion = await runState(frame, stateOf(frame, name), payload);
    if (completion.next === undefined) return completion.output;
    name = completion.next;
    payload = completion.output;
  }
}

/** Returns a state. Loading a definition checks that it exists. */
function stateOf({ program }: Frame, name: string): State {
  const state = program.states.get(name);
  if (state === undefined) throw runtimeFailure(`There is no state '${name}'`);
  return state;
}
