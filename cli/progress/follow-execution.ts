import type { StepFunctions } from '../../operate/aws/step-functions.ts';
import type { Io } from '../../operate/io.ts';
import { RunFollower } from '../../operate/run/run-follower.ts';
import { ExecutionSource } from '../../operate/run/run-source.ts';
import { type ChildRetries, progressOf } from './progress.ts';
import type { ProgressView } from './progress-view.ts';
import { type RunResult, runResultOf } from './run-result.ts';

/** The time between two looks at a running execution, in milliseconds. */
export const POLL_MS = 1_000;

/** The execution to follow. */
export interface Watched {
  readonly executionArn: string;
  /**
   * The number of redrives that the caller knows of. DescribeExecution is eventually consistent and may still report
   * the end before the redrive. @default 0
   */
  readonly minRedrives?: number;
}

/** The pace of the looks at an execution, and the source of its children's retries. */
export interface Pace {
  /** Resolves when the next look is due. */
  wait(): Promise<void>;
  /** Returns the current retries in the children of a run. */
  childrenOf(run: RunFollower): ChildRetries | Promise<ChildRetries>;
}

/** Shows an execution until it ends, and returns its result. */
export async function followExecution(
  { sfn, io }: { readonly sfn: StepFunctions; readonly io: Pick<Io, 'monotonic'> },
  { executionArn, minRedrives = 0 }: Watched,
  view: ProgressView,
  pace: Pace,
): Promise<RunResult> {
  const run = new RunFollower(new ExecutionSource(sfn, executionArn), executionArn);
  for (;;) {
    await run.refresh(io.monotonic(), 0);
    if ((run.description.redriveCount ?? 0) >= minRedrives) {
      const progress = progressOf(run, await pace.childrenOf(run));
      view.show(progress);
      if (progress.ended) return runResultOf(run, progress);
    }
    await pace.wait();
  }
}
