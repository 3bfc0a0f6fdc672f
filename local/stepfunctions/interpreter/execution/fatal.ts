import { Interruption } from '../interruption.ts';
import type { StateFailure } from '../state-failure.ts';
import type { Frame } from './frame.ts';
import type { ExecutionRun } from './run.ts';

/** Ends the whole execution, regardless of any Catch. Afterwards only the end is recorded. */
export function failFatally(run: ExecutionRun, failure: StateFailure, last: number): void {
  run.fatality.first ??= { failure, last };
  run.recorder.seal();
  run.cancellation.cancel(new Interruption('FATAL'));
}

/** Fails a condemned execution. Call it before each step. */
export function throwIfCondemned({ run, position }: Pick<Frame, 'run' | 'position'>): void {
  const { failure } = run.condemned;
  if (failure === undefined) return;
  failFatally(run, failure, position.last);
  throw failure;
}
