import { Command, CommanderError } from 'commander';
import packageJson from '../package.json' with { type: 'json' };
import { editsBetween } from '../events/similar-names.ts';
import { asCalled } from './called-as.ts';
import { addCommands } from './commands/index.ts';
import { Interrupted, OperationError, UsageError } from '../operate/errors.ts';
import { ExitCode } from './exit-codes.ts';
import type { Io } from '../operate/io.ts';
import { isError } from '../operate/native-error.ts';
import { refusalUnderNpm } from './kept-by-npm.ts';
import { HELP_WIDTH } from './usage/examples.ts';
import { printable } from './render/printable.ts';

/** Runs a command line and returns its exit code. Writes only to `io`. */
export async function runProgram(args: readonly string[], io: Io): Promise<ExitCode> {
  const result: { code: ExitCode } = { code: ExitCode.Success };
  const program = new Command('tvguide')
    .description('UK TV guide ingestion: the titles new on Watchmode, published to a Kinesis data stream.')
    .showSuggestionAfterError()
    .helpCommand('help [command]', 'show the help of a command')
    // Without operands and options, the descriptions have room.
    .configureHelp({ subcommandTerm: (command) => command.name() })
    .version(packageJson.version, '--version', 'print the version')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.out.write(text),
      writeErr: (text) => io.err.write(text),
      getOutHelpWidth: () => Math.min(io.out.columns, HELP_WIDTH),
      getErrHelpWidth: () => Math.min(io.err.columns, HELP_WIDTH),
      outputError: (text, write) => write(oneLine(text)),
    });
  addCommands(program, io, (code) => {
    result.code = code;
  });
  try {
    if (args.length === 0) {
      io.err.write(program.helpInformation());
      return ExitCode.Usage;
    }
    const refusal = refusalUnderNpm(program, args, io.env);
    if (refusal !== undefined) throw new UsageError(refusal);
    await program.parseAsync(unravelHelp(args, program), { from: 'user' });
    return result.code;
  } catch (error) {
    return report(error, io);
  }
}

/**
 * Rewrites `help NAME` to `NAME --help`, and drops what follows a mistyped name: with `--help`, commander would print
 * the help of the program instead of an error.
 */
function unravelHelp(args: readonly string[], { commands }: Command): readonly string[] {
  const [first] = args;
  const asksForHelp = first === 'help';
  const name = asksForHelp ? args[1] : first;
  if (name === undefined || name.startsWith('-')) return args;
  if (!commands.some((command) => command.name() === name)) return [name];
  return asksForHelp ? [name, '--help'] : args;
}

/** Formats an error of commander on one line, including its suggestion. */
function oneLine(text: string): string {
  const line = text
    .trim()
    .replace(/^error: /, '')
    .replace(/\.$/, '')
    .replace(/\n\(/g, ' (')
    .replace(/\s*\n\s*/g, ' ');
  return `tvguide: ${printable(withShortValues(withOtherWord(line)), false)}; see --help\n`;
}

/** Commands of other programs, and the commands of this one that do the same. */
const OTHER_WORDS: ReadonlyMap<string, string> = new Map([
  ['status', 'show'],
  ['describe', 'show'],
  ['cancel', 'stop'],
  ['abort', 'stop'],
  ['kill', 'stop'],
  ['retry', 'redrive'],
  ['ls', 'list'],
  ['explain', 'why'],
  ['version', '--version'],
]);

/** Replaces the suggestion for an unknown command, for which commander knows the names of commands alone. */
function withOtherWord(line: string): string {
  const [, unknown, word = '', suggested = ''] =
    /^(unknown command '([^']*)')(?: \(Did you mean (?:one of )?(.*)\?\))?/.exec(line) ?? [];
  if (unknown === undefined) return line;
  const edits = (name: string) => editsBetween(word, name);
  const [nearest = ''] = [...OTHER_WORDS.keys()].sort((one, other) => edits(one) - edits(other));
  const isNear = edits(nearest) <= Math.floor(nearest.length / 3);
  const isNearer = isNear && suggested.split(', ').every((name) => edits(nearest) < edits(name));
  return isNearer ? `${unknown} (Did you mean ${OTHER_WORDS.get(nearest)}?)` : line;
}

/** The number of characters of a given value that a message repeats. */
const MAX_VALUE_LENGTH = 200;
const LONG_VALUE = new RegExp(`(['"])((?:(?!\\1).){${MAX_VALUE_LENGTH}})(?:(?!\\1).)+\\1`, 'gs');

/** Shortens the quoted values of a message. Commands to paste, which are between backticks, stay whole. */
function withShortValues(message: string): string {
  return message
    .split('`')
    .map((part, index) => (index % 2 === 0 ? part.replace(LONG_VALUE, '$1$2…$1') : part))
    .join('`');
}

function report(error: unknown, io: Io): ExitCode {
  if (error instanceof CommanderError) return error.exitCode === 0 ? ExitCode.Success : ExitCode.Usage;
  if (error instanceof Interrupted) return ExitCode.Interrupted;
  if (error instanceof UsageError || error instanceof OperationError) {
    const message = withShortValues(asCalled(error.message, io.program));
    io.err.write(`tvguide: ${printable(message, false)}\n`);
    return error instanceof UsageError ? ExitCode.Usage : ExitCode.Failure;
  }
  // An unexpected error: a bug report needs the stack.
  io.err.write(
    `tvguide: unexpected error: ${isError(error) ? (error.stack ?? error.message) : String(error)}\n`,
  );
  return ExitCode.Failure;
}
