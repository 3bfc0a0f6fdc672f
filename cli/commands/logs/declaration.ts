import { parseTitleId } from '../../parse/title-ids.ts';
import type { Declaring } from '../../usage/declare.ts';
import { addExamples } from '../../usage/examples.ts';
import { EXECUTION } from '../../usage/operands.ts';
import { addServiceOptions } from '../../usage/options.ts';

/** Declares `logs`. */
export function declareLogs({ program, does }: Declaring): void {
  const command = program
    .command('logs')
    .description('print what the tasks of an execution have logged; on AWS, where it is')
    .argument('[execution]', EXECUTION)
    .option('--title <id>', 'only lines that name this title', parseTitleId);
  addServiceOptions(command);
  addExamples(command, [
    ['tvguide logs --local', 'of the newest execution'],
    ['tvguide logs nightly --local --title 9000106', 'about one title'],
    ['tvguide logs nightly --profile streaming', 'the log groups, and the query to run'],
  ]);
  does(command, async () => (await import('./action.ts')).logs);
}
