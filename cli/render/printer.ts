import pico from 'picocolors';
import type { Io, Output } from '../../operate/io.ts';
import { asCalled } from '../called-as.ts';
import { printable, printableJson } from './printable.ts';

/** The colours of one output stream. Without colour, the functions return their text unchanged. */
export type Style = ReturnType<typeof pico.createColors>;

/** The options for the output of a command. */
export interface OutputOptions {
  readonly json?: boolean;
  readonly quiet?: boolean;
  /** True for --color, false for --no-color. */
  readonly color?: boolean;
}

/**
 * The output of a command: results on stdout, everything else on stderr. Control characters are escaped. Commands in
 * texts, written as `` `tvguide ...` ``, begin the way this program was called.
 */
export interface Printer {
  /** True if stdout contains only JSON. */
  readonly asJson: boolean;
  readonly quiet: boolean;
  /** Colours for {@link result}. */
  readonly style: Style;
  /** Colours for {@link note} and {@link warn}. */
  readonly noteStyle: Style;
  /** Prints a result as text; nothing with --json. */
  result(text: string): void;
  /** Prints one JSON value on one line; nothing without --json. */
  json(value: unknown): void;
  /** Prints a note; nothing with --quiet. */
  note(text: string): void;
  /** Prints a warning, even with --quiet. */
  warn(text: string): void;
}

/** Creates the printer of one command. */
export function createPrinter(io: Io, options: OutputOptions): Printer {
  const style = pico.createColors(usesColour(io.out, io.env, options.color));
  const noteStyle = pico.createColors(usesColour(io.err, io.env, options.color));
  const asJson = options.json === true;
  const quiet = options.quiet === true;
  const told = (text: string, { isColorSupported }: Style) =>
    printable(asCalled(text, io.program), isColorSupported);
  return {
    asJson,
    quiet,
    style,
    noteStyle,
    result: (text) => {
      if (!asJson) io.out.write(`${told(text, style)}\n`);
    },
    json: (value) => {
      if (asJson) io.out.write(`${printableJson(value)}\n`);
    },
    note: (text) => {
      if (!quiet) io.err.write(`${told(text, noteStyle)}\n`);
    },
    warn: (text) => io.err.write(`${noteStyle.yellow('warning:')} ${told(text, noteStyle)}\n`),
  };
}

/**
 * Decides if a stream gets colour: by the option, then NO_COLOR (https://no-color.org), then FORCE_COLOR, then the
 * capability of the terminal.
 */
export function usesColour(output: Output, env: Io['env'], option: boolean | undefined): boolean {
  if (option !== undefined) return option;
  if ((env['NO_COLOR'] ?? '') !== '') return false;
  if ((env['FORCE_COLOR'] ?? '') !== '') return env['FORCE_COLOR'] !== '0';
  return output.isTTY && env['TERM'] !== 'dumb';
}
