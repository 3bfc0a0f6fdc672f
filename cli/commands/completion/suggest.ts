import type { Command, Option } from 'commander';

/** What an operand or an option's value may be, beyond what the declarations list. */
export interface Sources {
  /** The names of executions that the words' service options lead to. */
  readonly executions: (words: readonly string[]) => Promise<readonly string[]>;
  readonly shells: readonly string[];
}

/**
 * What may stand for the last of the words on a command line.
 *
 * @param words those behind the program's name; the last one is unfinished, and may be empty
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
      ? await valuesOf(option, words, sources)
      : current.startsWith('-')
        ? optionsLeft(command ?? program, before)
        : command === undefined
          ? [...program.commands.map((known) => known.name()), 'help']
          : await operandsOf(program, command, words, sources);
  return candidates.filter((candidate) => candidate.startsWith(current));
}

/** The command that the words name: the first word that is neither an option nor an option's value. */
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

/** The long names of options that are not given yet. */
function optionsLeft({ options }: Command, given: readonly string[]): string[] {
  const names = options.filter(({ hidden }) => !hidden).flatMap(({ long }) => long ?? []);
  return [...names, '--help'].filter((name) => !given.includes(name));
}

async function valuesOf(
  option: Option,
  words: readonly string[],
  sources: Sources,
): Promise<readonly string[]> {
  if (option.argChoices !== undefined) return option.argChoices;
  return option.long === '--execution' ? ['last', ...(await sources.executions(words))] : [];
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
  return first?.name() === 'execution' ? ['last', ...(await sources.executions(words))] : [];
}

/** The names, without dashes, of options whose value is a file. */
export function fileOptionsOf({ commands }: Command): string[] {
  const names = commands.flatMap(({ options }) =>
    options.filter(({ flags }) => flags.endsWith('<file>')).flatMap(({ long }) => long?.slice(2) ?? []),
  );
  return [...new Set(names)].sort();
}
