import type { State } from '../definition/model.ts';
import { Interruption } from '../interruption.ts';
import { Payload } from '../payload.ts';
import { asFailure, type StateFailure } from '../state-failure.ts';
import { attemptState } from './attempt.ts';
import { complete, type Completion } from './completion.ts';
import { errorOutput, firstMatch, handlersOf, RetryCounters } from './error-handling.ts';
import { failFatally } from './fatal.ts';
import type { Frame, Visit } from './frame.ts';
import { pause } from './pause.ts';
import { placeFailure } from './place-failure.ts';
import { COMPLETE } from './recorder.ts';

/** Runs one state, from Entered to Exited. Throws StateFailure if it fails, Interruption if it is interrupted. */
export async function runState(frame: Frame, state: State, input: Payload): Promise<Completion> {
  const visit = enter(frame, state, input);
  const completion = await attemptUntilDone(visit);
  exit(visit, completion);
  return completion;
}

function enter(frame: Frame, state: State, input: Payload): Visit {
  const { recorder, engine } = frame.run;
  if (frame.past?.visit !== undefined) {
    const past = frame.past.visit;
    frame.past.visit = undefined;
    const { enteredId, enteredTime } = past;
    // Events follow the existing Entered event; only the end of a Fail state follows ExecutionRedriven.
    if (state.type !== 'Fail' || !frame.isRoot) frame.position.last = enteredId;
    frame.position.state = state;
    return { frame, state, input, enteredId, enteredTime, retryCount: 0, past };
  }
  const enteredId = recorder.add(frame.position, `${state.type}StateEntered`, {
    name: state.name,
    input: input.text,
    inputDetails: COMPLETE,
  });
  frame.position.state = state;
  const enteredTime = engine.clock.now();
  return { frame, state, input, enteredId, enteredTime, retryCount: 0, past: undefined };
}

function exit({ frame, state }: Visit, { output, assigned, next }: Completion): void {
  if (state.type === 'Fail') return;
  const variables = Object.fromEntries(assigned.map(([name, value]) => [name, value.text]));
  frame.run.recorder.add(
    frame.position,
    `${state.type}StateExited`,
    {
      name: state.name,
      output: output.text,
      outputDetails: COMPLETE,
      ...(assigned.length === 0 ? {} : { assignedVariables: variables, assignedVariablesDetails: COMPLETE }),
    },
    { next },
  );
  delete frame.position.state;
  frame.variables.assign(assigned);
}

async function attemptUntilDone(visit: Visit): Promise<Completion> {
  const { frame, state } = visit;
  const { engine } = frame.run;
  const counters = new RetryCounters();
  for (;;) {
    try {
      return await attemptState(visit);
    } catch (thrown) {
      if (thrown instanceof Interruption) throw thrown;
      visit.past = undefined;
      const failure = placeFailure(visit, asFailure(thrown), frame.position);
      if (failure.fatal) failFatally(frame.run, failure, frame.position.last);
      const handlers = handlersOf(state);
      const retry = counters.next(handlers.retry, failure, engine.random);
      if (retry === undefined) return await caughtOrThrow(visit, failure);
      await pause(frame, retry.delaySeconds * 1000);
      visit.retryCount += 1;
    }
  }
}

/** Completes the state through a catcher, or throws the failure. */
async function caughtOrThrow(visit: Visit, failure: StateFailure): Promise<Completion> {
  const { frame, state } = visit;
  recordCompositeFailure(visit, failure);
  const index = firstMatch(handlersOf(state).catch, failure);
  const catcher = handlersOf(state).catch[index];
  if (catcher === undefined) throw failure;
  const error = Payload.ofValue(errorOutput(failure));
  try {
    return await complete(visit, catcher, error, { errorOutput: error }, `Catch[${index}]/`);
  } catch (thrown) {
    if (thrown instanceof Interruption) throw thrown;
    const second = placeFailure(visit, asFailure(thrown), frame.position);
    if (second.fatal) failFatally(frame.run, second, frame.position.last);
    throw second;
  }
}

/** Records the failure of a Map or Parallel state once no retry is left, even if it is caught. */
function recordCompositeFailure({ frame, state }: Visit, failure: StateFailure): void {
  if (failure.fatal || (state.type !== 'Map' && state.type !== 'Parallel')) return;
  frame.run.recorder.add(frame.position, `${state.type}StateFailed`, undefined);
}
