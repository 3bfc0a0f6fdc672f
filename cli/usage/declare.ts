import type { Command } from 'commander';
import { UsageError } from '../../operate/errors.ts';
import type { ExitCode } from '../exit-codes.ts';
import type { Io } from '../../operate/io.ts';

/** One call of a command. */
export interface Invocation<Options> {
  /** The operands in their order; one that was left out is undefined. */
  readonly operands: readonly (string | undefined)[];
  readonly options: Options;
  readonly io: Io;
}

/** What a command does. */
export type Action<Options> = (invocation: Invocation<Options>) => Promise<ExitCode>;

/** What a declaration needs to know of the program it is added to. */
export interface Declaring {
  readonly program: Command;
  /** Sets what the command does. It is loaded when it runs, so that `--help` stays fast. */
  readonly does: <Options>(command: Command, load: () => Promise<Action<Options>>) => void;
}

/**
 * The options of a command, with those that stand before the command's name (`tvguide --json list`) taken as if
 * they stood after it.
 *
 * @throws UsageError for an option before the name that the command does not take
 */
function mergeOptions(program: Command, command: Command): Record<string, unknown> {
  const merged: Record<string, unknown> = { ...command.opts<Record<string, unknown>>() };
  for (const [key, value] of Object.entries(program.opts<Record<string, unknown>>())) {
    if (program.getOptionValueSource(key) !== 'cli') continue;
    const option = command.options.find((candidate) => candidate.attributeName() === key);
    if (option === undefined) {
      const given = program.options.find((candidate) => candidate.attributeName() === key);
      throw new UsageError(
        `${command.name()} does not take ${given?.long ?? key}; see tvguide ${command.name()} --help`,
      );
    }
    if (command.getOptionValueSource(key) !== 'cli') merged[key] = value;
  }
  return merged;
}

/** Makes the {@link Declaring} of a program. */
export function declaring(program: Command, io: Io, setExitCode: (code: ExitCode) => void): Declaring {
  return {
    program,
    does: <Options>(command: Command, load: () => Promise<Action<Options>>) => {
      command.action(async () => {
        const operands = command.processedArgs as readonly (string | undefined)[];
        // The options' parsers give them the types that the command declares.
        const options = mergeOptions(program, command) as Options;
        const action = await load();
        setExitCode(await action({ operands, options, io }));
      });
    },
  };
}

/** Adds examples, each a command line and what it is for, to a command's help. */
export function addExamples(
  command: Command,
  examples: readonly (readonly [line: string, purpose: string])[],
): void {
  const width = Math.max(...examples.map(([line]) => line.length));
  const lines = examples.map(([line, purpose]) => `  $ ${line.padEnd(width)}  # ${purpose}`);
  command.addHelpText('after', `\nExamples:\n${lines.join('\n')}`);
}
