import pico from 'picocolors';
import type { Io, Output } from '../../operate/io.ts';
import { printable, printableJson } from './printable.ts';

/** The colours of one output stream; every function gives its text back unchanged where colour is off. */
export type Style = ReturnType<typeof pico.createColors>;

/** The options that say how a command prints. */
export interface OutputOptions {
  readonly json?: boolean;
  readonly quiet?: boolean;
  /** True for --color, false for --no-color. */
  readonly color?: boolean;
}

/**
 * The one way in which a command prints: results on stdout, everything else on stderr. Control characters in what is
 * printed are shown and not obeyed.
 */
export interface Printer {
  /** Whether stdout holds JSON and nothing else. */
  readonly asJson: boolean;
  readonly quiet: boolean;
  /** Colours for {@link result}. */
  readonly style: Style;
  /** Colours for {@link note} and {@link warn}. */
  readonly noteStyle: Style;
  /** Prints a result for people, a line or several; nothing with --json. */
  result(text: string): void;
  /** Prints one JSON value on one line; nothing without --json. */
  json(value: unknown): void;
  /** Prints what a reader may want to know on the way; nothing with --quiet. */
  note(text: string): void;
  /** Prints what a reader must know, --quiet or not. */
  warn(text: string): void;
}

/** Makes the printer of one command. */
export function createPrinter(io: Io, options: OutputOptions): Printer {
  const style = pico.createColors(usesColour(io.out, io.env, options.color));
  const noteStyle = pico.createColors(usesColour(io.err, io.env, options.color));
  const asJson = options.json === true;
  const quiet = options.quiet === true;
  return {
    asJson,
    quiet,
    style,
    noteStyle,
    result: (text) => {
      if (!asJson) io.out.write(`${printable(text, style.isColorSupported)}\n`);
    },
    json: (value) => {
      if (asJson) io.out.write(`${printableJson(value)}\n`);
    },
    note: (text) => {
      if (!quiet) io.err.write(`${printable(text, noteStyle.isColorSupported)}\n`);
    },
    warn: (text) =>
      io.err.write(`${noteStyle.yellow('warning:')} ${printable(text, noteStyle.isColorSupported)}\n`),
  };
}

/**
 * Whether a stream gets colour. The option decides first, then NO_COLOR (https://no-color.org), FORCE_COLOR, and
 * last whether it is a terminal that can.
 */
export function usesColour(output: Output, env: Io['env'], option: boolean | undefined): boolean {
  if (option !== undefined) return option;
  if ((env['NO_COLOR'] ?? '') !== '') return false;
  if ((env['FORCE_COLOR'] ?? '') !== '') return env['FORCE_COLOR'] !== '0';
  return output.isTTY && env['TERM'] !== 'dumb';
}
