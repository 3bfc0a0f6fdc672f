import { integer } from '../../parse/list.ts';
import type { Declaring } from '../../usage/declare.ts';
import { addExamples } from '../../usage/examples.ts';
import { EXECUTION } from '../../usage/operands.ts';
import { addServiceOptions } from '../../usage/options.ts';

const MAX_ID = 2_147_483_647;

/** Declares `logs`. */
export function declareLogs({ program, does }: Declaring): void {
  const command = program
    .command('logs')
    .description('print what the tasks of an execution have logged; on AWS, where it is')
    .argument('[execution]', EXECUTION)
    .option('--title <id>', 'only lines that name this title', integer(1, MAX_ID));
  addServiceOptions(command);
  addExamples(command, [
    ['tvguide logs --local', 'of the newest execution'],
    ['tvguide logs nightly --local --title 9000106', 'about one title'],
    ['tvguide logs nightly --profile streaming', 'the log groups, and the query to run'],
  ]);
  does(command, async () => (await import('./action.ts')).logs);
}
