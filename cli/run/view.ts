import type { Io } from '../io.ts';
import { PlainView } from './plain-view.ts';
import type { RunProgress } from './progress.ts';
import { TerminalView } from './terminal-view.ts';

/** Shows a {@link RunProgress} until it is stopped: alive on a terminal, as plain lines elsewhere. */
export interface RunView {
  /** Says what is being done while no state runs; a state that has not ended by then is marked. */
  announce(text: string): void;
  /** Draws what is left to draw, marks a state that did not end, and stops. */
  stop(): void;
}

export function showRun(progress: RunProgress, io: Io): RunView {
  return io.err.isTTY ? new TerminalView(progress, io) : new PlainView(progress, io);
}

/** For `--json`: says nothing. */
export const silentView: RunView = {
  announce: () => undefined,
  stop: () => undefined,
};
