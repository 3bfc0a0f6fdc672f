import type { Io } from '../../io.ts';
import { PlainView } from './plain-view.ts';
import type { RunProgress } from './progress.ts';
import type { RunView } from './run-view.ts';
import { TerminalView } from './terminal-view.ts';

/** Alive on a terminal, as plain lines elsewhere. */
export function showRun(progress: RunProgress, io: Io): RunView {
  return io.err.isTTY ? new TerminalView(progress, io) : new PlainView(progress, io);
}

/** For `--json`: says nothing. */
export const silentView: RunView = {
  announce: () => undefined,
  stop: () => undefined,
};
