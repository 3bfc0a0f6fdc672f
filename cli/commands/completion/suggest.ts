import type { Command, Option } from 'commander';

/** The values of operands and options that the declarations do not list. */
export interface Sources {
  /** Lists the names of executions, with the service options among the words. */
  readonly executions: (words: readonly string[]) => Promise<readonly string[]>;
  /** Lists the values of an option by its long name; undefined for an option with free values. */
  readonly values: (option: string) => Promise<readonly string[] | undefined>;
  /** Lists the names of the states. */
  readonly states: () => readonly string[];
  readonly shells: readonly string[];
}

/** The candidate that stands for the names of files. */
export const FILES = ':files:';

/**
 * Returns the candidates for the last word of a command line.
 *
 * @param words the words after the program's name; the last one is incomplete and may be empty
 */
export async function suggest(
  program: Command,
  words: readonly string[],
  sources: Sources,
): Promise<string[]> {
  const current = words.at(-1) ?? '';
  const before = words.slice(0, -1);
  const command = commandIn(program, before);
  const option = optionNamed(command ?? program, before.at(-1) ?? '');
  const candidates =
    option !== undefined && takesValue(option)
      ? await valuesOf(option, current, sources)
      : current.startsWith('-')
        ? optionsLeft(command ?? program, before)
        : command === undefined
          ? [...program.commands.map((known) => known.name()), 'help']
          : await operandsOf(program, command, words, sources);
  return candidates.filter((candidate) => candidate === FILES || candidate.startsWith(current));
}

/** Returns the command: the first word that is neither an option nor an option's value. */
function commandIn(program: Command, words: readonly string[]): Command | undefined {
  for (const [index, word] of words.entries()) {
    if (word.startsWith('-')) continue;
    const option = optionNamed(program, words[index - 1] ?? '');
    if (option !== undefined && takesValue(option)) continue;
    return word === 'help' ? program : program.commands.find((known) => known.name() === word);
  }
  return undefined;
}

function optionNamed({ options }: Command, word: string): Option | undefined {
  return options.find(({ long, short }) => word === long || word === short);
}

function takesValue({ required, optional }: Option): boolean {
  return required || optional;
}

async function valuesOf(option: Option, current: string, sources: Sources): Promise<readonly string[]> {
  if (option.argChoices !== undefined) return option.argChoices;
  if (isOfFile(option)) return [FILES];
  const values = (await sources.values(option.long ?? '')) ?? [];
  return option.flags.endsWith('<list>') ? listsWith(values, current) : values;
}

/** Returns the list as it was begun, with each value that it lacks: `movie,tv_series` for `movie,`. */
function listsWith(values: readonly string[], current: string): string[] {
  const begun = current.slice(0, current.lastIndexOf(',') + 1);
  const given = begun.split(',');
  return values.filter((value) => !given.includes(value)).map((value) => begun + value);
}

function isOfFile({ flags }: Option): boolean {
  return flags.endsWith('<file>') || flags.endsWith('[folder]');
}

/** Returns the long names of the options that are not given yet. */
function optionsLeft({ options }: Command, given: readonly string[]): string[] {
  const names = options.filter(({ hidden }) => !hidden).flatMap(({ long }) => long ?? []);
  return [...names, '--help'].filter((name) => !given.includes(name));
}

async function operandsOf(
  program: Command,
  command: Command,
  words: readonly string[],
  sources: Sources,
): Promise<readonly string[]> {
  if (command === program) return program.commands.map((known) => known.name());
  if (command.name() === 'completion') return sources.shells;
  const [first] = command.registeredArguments;
  if (first?.name() === 'state') return sources.states();
  return first?.name() === 'execution' ? ['last', ...(await sources.executions(words))] : [];
}

/** Returns the names, without dashes, of the options whose value is a file or a folder. */
export function fileOptionsOf({ commands }: Command): string[] {
  const names = commands.flatMap(({ options }) =>
    options.filter(isOfFile).flatMap(({ long }) => long?.slice(2) ?? []),
  );
  return [...new Set(names)].sort();
}
