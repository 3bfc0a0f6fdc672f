import { pause } from '../aws/pause.ts';
import type { Session } from '../aws/session.ts';
import type { ExitCode } from '../exit-codes.ts';
import { type Ending, endingOf, exitCodeOf, printEnding } from './ending.ts';
import { ExecutionWatcher } from './execution-watcher.ts';
import { createWatchView } from './view.ts';

/** DescribeMapRun and the history are asked once a second at most. */
const POLL_MS = 1_000;

/** Shows an execution until it ends, and gives how it ended. Stopping the command does not stop the execution. */
export async function followExecution({ sfn, printer, io }: Session, executionArn: string): Promise<Ending> {
  const watcher = new ExecutionWatcher(sfn, executionArn);
  const view = createWatchView(io, printer);
  try {
    for (;;) {
      const state = await watcher.poll(io.now());
      view.show(state);
      if (state.ended) return endingOf(state.description, state.visits);
      await pause(io, POLL_MS);
    }
  } finally {
    view.stop();
  }
}

/** Shows an execution until it ends, prints how it ended, and gives the exit code that says so. */
export async function watchExecution(session: Session, executionArn: string): Promise<ExitCode> {
  const ending = await followExecution(session, executionArn);
  printEnding(ending, session.printer, session.sameTarget);
  return exitCodeOf(ending);
}
