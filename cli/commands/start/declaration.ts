import { InvalidArgumentError, Option } from 'commander';
import { parseExecutionName } from '../../parse/execution-name.ts';
import { parseTitleIds } from '../../parse/title-ids.ts';
import type { Declaring } from '../../usage/declare.ts';
import { addExamples } from '../../usage/examples.ts';
import { addListingOptions, addSweepOptions, planOption, windowOption } from '../../usage/input-options.ts';
import { addServiceOptions } from '../../usage/options.ts';

/** Declares `start`. */
export function declareStart({ program, does }: Declaring): void {
  const command = program
    .command('start')
    .description('start an execution')
    .option(
      '--input <file>',
      'take the execution input from this JSON file, or from standard input for -; the options below replace its fields',
    )
    .addOption(windowOption().conflicts('titleIds'))
    .addOption(
      new Option('--title-ids <ids>', 'ingest these titles instead of a listing')
        .argParser(parseTitleIds)
        .conflicts('types'),
    )
    // `--titles` is a number of titles in `run` and `up`, so here it is refused.
    .addOption(new Option('--titles <n>').argParser(refuseTitles).hideHelp());
  addSweepOptions(addListingOptions(command))
    .addOption(planOption())
    .option(
      '--name <name>',
      'name of the execution (default: made from the time and the input)',
      parseExecutionName,
    )
    .option('--watch', 'follow the execution until it ends');
  addServiceOptions(command);
  addExamples(command, [
    ['tvguide start', 'everything since the watermark'],
    ['tvguide start --window 2026-11-01..2026-11-08 --watch', 'one week, followed to its end'],
    ['tvguide start --window 7d --plan', 'the number of titles of the last week, and their price'],
    ['tvguide start --feed catalogue --services "Netflix,BBC iPlayer"', 'what is new on services'],
    ['tvguide start --title-ids 1616666,1617777 --dry-run', 'two titles, publish nothing'],
    ['tvguide start --local --input input.json', 'from a file, on this machine'],
  ]);
  does(command, async () => (await import('./action.ts')).start);
}

/** @throws InvalidArgumentError that suggests `--title-ids` */
function refuseTitles(text: string): never {
  throw new InvalidArgumentError(`To ingest titles by their IDs, use --title-ids ${text}.`);
}
