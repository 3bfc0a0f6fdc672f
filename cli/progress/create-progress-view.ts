import type { Io } from '../../operate/io.ts';
import type { Printer } from '../render/printer.ts';
import { PlainView } from './plain-view.ts';
import type { ProgressView } from './progress-view.ts';
import { TerminalView } from './terminal-view.ts';

/**
 * Creates a live line on a terminal, one line per change elsewhere (including dumb terminals and CI jobs), and nothing
 * with --quiet.
 */
export function createProgressView(io: Io, printer: Printer): ProgressView {
  if (printer.quiet) return silent;
  return redraws(io) ? new TerminalView(io, printer) : new PlainView(io, printer);
}

/** Returns true for a terminal that can redraw. A CI job may have one, but its output is read as a log. */
function redraws({ err, env }: Io): boolean {
  return err.isTTY && env['TERM'] !== 'dumb' && (env['CI'] ?? '') === '';
}

const silent: ProgressView = {
  announce: () => undefined,
  show: () => undefined,
  stop: () => undefined,
};
