import type { Io } from '../../operate/io.ts';
import type { Printer } from '../render/printer.ts';
import { PlainView } from './plain-view.ts';
import type { ProgressView } from './progress-view.ts';
import { TerminalView } from './terminal-view.ts';

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
