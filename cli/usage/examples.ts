import type { Command } from 'commander';
import { commandLine } from '../called-as.ts';

/** The maximum width of a help text, in characters. */
export const HELP_WIDTH = 80;

const INDENT = '  ';
const CONTINUED = '      ';

/** An example: a command line that begins with `tvguide`, and its purpose. */
export type Example = readonly [line: string, purpose: string];

/** The beginning of a command line, by program. */
const CALLED = new WeakMap<Command, string>();

/** Sets the beginning of the command lines in the help of a program: `npm run -s tvguide --`. */
export function setCalled(program: Command, called: string): void {
  CALLED.set(program, called);
}

/** Adds examples to a command's help. They can be pasted, and fit {@link HELP_WIDTH}. */
export function addExamples(command: Command, examples: readonly Example[]): void {
  command.addHelpText(
    'after',
    () => `\nExamples:\n${formatExamples(examples, CALLED.get(rootOf(command)) ?? 'tvguide')}`,
  );
}

function rootOf(command: Command): Command {
  return command.parent === null ? command : rootOf(command.parent);
}

/**
 * Formats examples. Purposes are behind the command lines if there is room for all of them, else above.
 *
 * @param program the beginning of the command lines
 */
export function formatExamples(examples: readonly Example[], program: string): string {
  const called = examples.map(([line, purpose]): Example => [inWordsOf(line, program), purpose]);
  const width = Math.max(...called.map(([line]) => line.length));
  const beside = called.map(([line, purpose]) => `${INDENT}$ ${line.padEnd(width)}  # ${purpose}`);
  if (beside.every((text) => text.length <= HELP_WIDTH)) return beside.join('\n');
  return called.map(([line, purpose]) => `${INDENT}# ${purpose}\n${broken(`${INDENT}$ ${line}`)}`).join('\n');
}

function inWordsOf(line: string, program: string): string {
  return line.replace(/\btvguide (.*)/, (_line, words: string) => commandLine(words, program));
}

/** Breaks a command line before options, pipes, redirections and ARNs, so that it can still be pasted. */
function broken(line: string): string {
  const lines: string[] = [];
  for (const part of line.split(/ (?=--?\w|[|>]|arn:)/)) {
    const last = lines.at(-1);
    const longer = `${last} ${part}`;
    if (last !== undefined && longer.length + ' \\'.length <= HELP_WIDTH) lines[lines.length - 1] = longer;
    else lines.push(last === undefined ? part : `${CONTINUED}${part}`);
  }
  return lines.join(' \\\n');
}
