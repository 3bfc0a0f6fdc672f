import { Option } from 'commander';
import { FEEDS } from '../../../events/feeds.ts';
import { parseIntegers } from '../../parse/list.ts';
import { addExamples, type Declaring } from '../../usage/declare.ts';
import { addServiceOptions } from '../../usage/options.ts';

/** Declares `deferred`. */
export function declareDeferred({ program, does }: Declaring): void {
  const command = program
    .command('deferred')
    .description('list the titles that wait for the next run, since when and why; fetch or drop them')
    .addOption(new Option('--feed <name>', 'only those of this feed').choices(FEEDS))
    .addOption(new Option('--retry', 'start a run over them now, one for each feed').conflicts('forget'))
    .option(
      '--forget <ids>',
      'drop these titles: no run fetches them because they were deferred',
      parseIntegers,
    )
    .option('--watch', 'with --retry: follow each run until it ends')
    .option('-y, --yes', 'with --forget: do not ask');
  addServiceOptions(command);
  addExamples(command, [
    ['tvguide deferred', 'what is waiting, in each feed'],
    ['tvguide deferred --retry --watch', 'fetch all of them now'],
    ['tvguide deferred --forget 3173903', 'give one up'],
  ]);
  does(command, async () => (await import('./action.ts')).deferred);
}
