import { pause } from '../aws/pause.ts';
import type { Session } from '../session.ts';
import type { ExitCode } from '../exit-codes.ts';
import { type Ending, endingOf, exitCodeOf, printEnding } from './ending.ts';
import { ExecutionWatcher } from './execution-watcher.ts';
import { createWatchView } from './view.ts';

/** DescribeMapRun and the history are asked once a second at most. */
const POLL_MS = 1_000;

/**
 * Shows an execution until it ends, and gives how it ended. Stopping the command does not stop the execution.
 *
 * @param leastRedrives how often it has been redriven, as far as the caller knows: DescribeExecution is eventually
 * consistent, and may still tell of the end before the redrive
 */
export async function followExecution(
  { sfn, printer, io }: Session,
  executionArn: string,
  leastRedrives = 0,
): Promise<Ending> {
  const watcher = new ExecutionWatcher(sfn, executionArn);
  const view = createWatchView(io, printer);
  try {
    for (;;) {
      const state = await watcher.poll(io.now());
      const isStale = (state.description.redriveCount ?? 0) < leastRedrives;
      if (!isStale) view.show(state);
      if (state.ended && !isStale) return endingOf(state.description, state.visits);
      await pause(io, POLL_MS);
    }
  } finally {
    view.stop();
  }
}

/** Shows an execution until it ends, prints how it ended, and gives the exit code that says so. */
export async function watchExecution(
  session: Session,
  executionArn: string,
  leastRedrives = 0,
): Promise<ExitCode> {
  const ending = await followExecution(session, executionArn, leastRedrives);
  printEnding(ending, session.printer, session.sameTarget);
  return exitCodeOf(ending);
}
