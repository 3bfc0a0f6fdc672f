import { Interruption } from '../interruption.ts';
import type { ExecutionChange, ExecutionStatus } from '../records.ts';
import { asFailure, type StateFailure } from '../state-failure.ts';
import { recordAbort } from './aborted.ts';
import { failureDetails } from './failure-details.ts';
import type { Frame } from './frame.ts';
import { COMPLETE } from './recorder.ts';
import { runFrame } from './run-frame.ts';
import type { ExecutionRun } from './run.ts';
import { Variables } from './variables.ts';

/** The end of an execution. */
export type Ending = ExecutionChange & { readonly status: ExecutionStatus };

/** Runs an execution and records its end. Returns `undefined`, without recording more, if the engine closes first. */
export async function execute(run: ExecutionRun): Promise<Ending | undefined> {
  const stopTimer = startTimer(run);
  const frame = rootFrame(run);
  try {
    const output = await runFrame(frame, run.input);
    run.recorder.add(run.root, 'ExecutionSucceeded', { output: output.text, outputDetails: COMPLETE });
    return { status: 'SUCCEEDED', output: output.text };
  } catch (thrown) {
    const { first } = run.fatality;
    if (first !== undefined) return failed(run, first.failure, first.last);
    return thrown instanceof Interruption
      ? interrupted(frame, thrown)
      : failed(run, asFailure(thrown), run.root.last);
  } finally {
    stopTimer();
  }
}

function rootFrame(run: ExecutionRun): Frame {
  return {
    run,
    program: run.definition.program,
    isRoot: true,
    position: run.root,
    variables: new Variables(run.budget),
    cancellation: run.cancellation,
    mapItem: undefined,
    past: run.past?.frame(''),
  };
}

/**
 * Starts the timer for `TimeoutSeconds` and the Express limit. Returns a function that stops it. `pause` enforces
 * the limit of Standard executions, one year.
 */
function startTimer({ definition, engine, cancellation, record }: ExecutionRun): () => void {
  const { quotas, clock } = engine;
  const typeLimit = record.type === 'EXPRESS' ? quotas.expressExecutionMs : Infinity;
  const limit = Math.min((definition.timeoutSeconds ?? Infinity) * 1000, typeLimit);
  if (limit === Infinity) return () => undefined;
  const timer = new AbortController();
  clock.sleep(limit, timer.signal).then(
    () => cancellation.cancel(new Interruption('TIMED_OUT')),
    () => undefined,
  );
  return () => timer.abort();
}

/** Records the end after an Interruption. The final event has no previous event. */
function interrupted(frame: Frame, { kind, error, reason }: Interruption): Ending | undefined {
  if (kind === 'CLOSED') return undefined;
  const { run } = frame;
  recordAbort(frame);
  if (kind === 'TIMED_OUT') {
    run.recorder.add(run.root, 'ExecutionTimedOut', { error: 'States.Timeout' }, { previous: 0 });
    return { status: 'TIMED_OUT' };
  }
  const failure = failureDetails(error, reason);
  run.recorder.add(run.root, 'ExecutionAborted', failure, { previous: 0 });
  return { status: 'ABORTED', ...failure };
}

function failed(run: ExecutionRun, { error, reason }: StateFailure, previous: number): Ending {
  const failure = failureDetails(error, reason);
  run.recorder.add(run.root, 'ExecutionFailed', failure, { previous });
  return { status: 'FAILED', ...failure };
}
