import type { Command } from 'commander';
import { UsageError } from '../../operate/errors.ts';
import type { ExitCode } from '../exit-codes.ts';
import type { Io } from '../../operate/io.ts';
import { setCalled } from './examples.ts';

/** One call of a command. */
export interface Invocation<Options> {
  /** The operands in order; undefined for an omitted one. */
  readonly operands: readonly (string | undefined)[];
  readonly options: Options;
  readonly io: Io;
}

/** The action of a command. */
export type Action<Options> = (invocation: Invocation<Options>) => Promise<ExitCode>;

/** The context of a declaration. */
export interface Declaring {
  readonly program: Command;
  /** Sets the action of a command, which is loaded when it runs to keep `--help` fast. */
  readonly does: <Options>(command: Command, load: () => Promise<Action<Options>>) => void;
}

/**
 * Merges the options before the command's name (`tvguide --json list`) into those after it.
 *
 * @throws UsageError for an option before the name that the command does not support
 */
function mergeOptions(program: Command, command: Command): Record<string, unknown> {
  const merged: Record<string, unknown> = { ...command.opts<Record<string, unknown>>() };
  for (const [key, value] of Object.entries(program.opts<Record<string, unknown>>())) {
    if (program.getOptionValueSource(key) !== 'cli') continue;
    const option = command.options.find((candidate) => candidate.attributeName() === key);
    if (option === undefined) {
      const given = program.options.find((candidate) => candidate.attributeName() === key);
      throw new UsageError(
        `${command.name()} does not take ${given?.long ?? key}; see \`tvguide ${command.name()} --help\``,
      );
    }
    if (command.getOptionValueSource(key) !== 'cli') merged[key] = value;
  }
  return merged;
}

/** Creates the {@link Declaring} of a program. */
export function declaring(program: Command, io: Io, setExitCode: (code: ExitCode) => void): Declaring {
  setCalled(program, io.program);
  return {
    program,
    does: <Options>(command: Command, load: () => Promise<Action<Options>>) => {
      command.action(async () => {
        const operands = command.processedArgs as readonly (string | undefined)[];
        // The parsers of the options return the declared types.
        const options = mergeOptions(program, command) as Options;
        const action = await load();
        setExitCode(await action({ operands, options, io }));
      });
    },
  };
}
