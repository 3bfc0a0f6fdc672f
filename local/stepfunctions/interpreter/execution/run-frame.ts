import type { State } from '../definition/model.ts';
import type { Payload } from '../payload.ts';
import { runtimeFailure } from '../state-failure.ts';
import { throwIfCondemned } from './fatal.ts';
import type { Frame } from './frame.ts';
import { runState } from './run-state.ts';

/** States after which other work of the process gets a turn. */
const STATES_A_TURN = 50;

/** Runs a program from its start, or from where a redrive finds it, to its end. */
export async function runFrame(frame: Frame, input: Payload): Promise<Payload> {
  const { past, program, run } = frame;
  let name = program.startAt;
  let payload = input;
  if (past !== undefined) {
    frame.variables.assign(past.variables);
    if (past.output !== undefined) payload = past.output;
    // What comes next follows the last state that was exited; a redrive of an execution follows ExecutionRedriven.
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
    // Again and again, since those that have waited longer come first.
    while (clock.isTurnLong?.() === true) await clock.yieldTurn();
    frame.cancellation.throwIfCancelled();
    throwIfCondemned(frame);
    const completion = await runState(frame, stateOf(frame, name), payload);
    if (completion.next === undefined) return completion.output;
    name = completion.next;
    payload = completion.output;
  }
}

/** A definition is checked when it is loaded, so the state exists. */
function stateOf({ program }: Frame, name: string): State {
  const state = program.states.get(name);
  if (state === undefined) throw runtimeFailure(`There is no state '${name}'`);
  return state;
}
