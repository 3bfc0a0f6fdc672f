import type { Io } from '../io.ts';
import type { Printer } from '../render/printer.ts';
import { PlainView } from './plain-view.ts';
import type { Progress } from './progress.ts';
import { TerminalView } from './terminal-view.ts';

/** Shows what an execution does until it is stopped. */
export interface ProgressView {
  /** Says what is being done before the execution starts or after it has ended. */
  announce(text: string): void;
  /** What is known now. */
  show(progress: Progress): void;
  stop(): void;
}

/**
 * A live line on a terminal, lines for each change elsewhere (a terminal that cannot move its cursor, a CI job's
 * included), nothing with --quiet.
 */
export function createProgressView(io: Io, printer: Printer): ProgressView {
  if (printer.quiet) return silent;
  return redraws(io) ? new TerminalView(io, printer) : new PlainView(io, printer);
}

/** A CI job may have a terminal, but what it shows is read later, as a log. */
function redraws({ err, env }: Io): boolean {
  return err.isTTY && env['TERM'] !== 'dumb' && (env['CI'] ?? '') === '';
}

const silent: ProgressView = {
  announce: () => undefined,
  show: () => undefined,
  stop: () => undefined,
};
