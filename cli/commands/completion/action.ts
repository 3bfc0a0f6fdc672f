import { Command } from 'commander';
import { executionsOf } from '../../../operate/aws/executions.ts';
import { resolveStateMachine } from '../../../operate/aws/state-machine.ts';
import { connectStepFunctions } from '../../../operate/aws/step-functions.ts';
import { UsageError } from '../../../operate/errors.ts';
import { ExitCode } from '../../exit-codes.ts';
import type { Io } from '../../../operate/io.ts';
import { createPrinter } from '../../render/printer.ts';
import { recordedHere } from '../../runtime/read-recorded.ts';
import { isError } from '../../../operate/native-error.ts';
import type { Action } from '../../usage/declare.ts';
import { addServiceOptions, type ServiceOptions } from '../../usage/options.ts';
import { completionScript, SHELLS } from './scripts.ts';
import { fileOptionsOf, suggest } from './suggest.ts';
import { stateNames, valuesOfOption } from './values.ts';

/** The number of suggested executions, the newest. */
const MAX_EXECUTIONS = 50;

/** Prints a completion script for a shell, or with --suggest the candidates for the script. */
export function completionOf(program: Command): Action<{ readonly suggest?: boolean }> {
  return async ({ operands, options, io }) => {
    const [first, rest] = operands as readonly [string | undefined, readonly string[] | undefined];
    if (options.suggest === true) {
      const words = [first ?? '', ...(rest ?? [])];
      const sources = {
        shells: SHELLS,
        executions: (given: readonly string[]) => namesOfExecutions(given, io),
        values: (option: string) => valuesOfOption(option, io.env),
        states: stateNames,
      };
      const found = await suggest(program, words, sources);
      io.out.write(found.map((candidate) => `${candidate}\n`).join(''));
      return ExitCode.Success;
    }
    const shell = SHELLS.find((known) => known === first);
    if (shell === undefined) throw new UsageError(`name a shell: ${SHELLS.join(', ')}`);
    io.out.write(completionScript(shell, fileOptionsOf(program)));
    return ExitCode.Success;
  };
}

/** Lists names of executions; none after an error, which would disturb the command line. */
async function namesOfExecutions(words: readonly string[], io: Io): Promise<string[]> {
  const options = serviceOptionsIn(words);
  try {
    const sfn = await connectStepFunctions(options, io, recordedHere(io, createPrinter(io, { quiet: true })));
    try {
      const stateMachineArn = await resolveStateMachine(sfn, options, io.env);
      const names: string[] = [];
      for await (const { name } of executionsOf(sfn, { stateMachineArn }, MAX_EXECUTIONS)) {
        if (name !== undefined) names.push(name);
        if (names.length === MAX_EXECUTIONS) break;
      }
      return names;
    } finally {
      sfn.client.destroy();
    }
  } catch (error) {
    if (isError(error)) return [];
    throw error;
  }
}

/** Parses the service options among the words and ignores other words. */
function serviceOptionsIn(words: readonly string[]): ServiceOptions {
  const reader = addServiceOptions(new Command()).allowUnknownOption().allowExcessArguments().exitOverride();
  return reader
    .configureOutput({ writeErr: () => undefined })
    .parse([...words.slice(0, -1)], { from: 'user' })
    .opts();
}
