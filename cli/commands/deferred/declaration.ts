import { Option } from 'commander';
import { FEEDS } from '../../../events/feeds.ts';
import { parseTitleIds } from '../../parse/title-ids.ts';
import type { Declaring } from '../../usage/declare.ts';
import { addExamples } from '../../usage/examples.ts';
import { addServiceOptions } from '../../usage/options.ts';

/** Declares `deferred`. */
export function declareDeferred({ program, does }: Declaring): void {
  const command = program
    .command('deferred')
    .description('list the titles that wait for the next run, or that were given up; fetch or drop them')
    .addOption(new Option('--feed <name>', 'only this feed').choices(FEEDS))
    .option('--rejected', 'the titles that were given up, instead of those that wait')
    .addOption(
      new Option(
        '--retry',
        'start a run over them now, one for each feed; with --rejected: reset them for the next run',
      ).conflicts('forget'),
    )
    .addOption(
      new Option('--forget <ids>', 'drop these titles: no run fetches them because they were deferred')
        .argParser(parseTitleIds)
        .conflicts('rejected'),
    )
    .option('--watch', 'with --retry: follow each run until it ends')
    .option('-y, --yes', 'with --retry and --forget: do not ask');
  addServiceOptions(command);
  addExamples(command, [
    ['tvguide deferred', 'the waiting titles of each feed'],
    ['tvguide deferred --retry --watch', 'fetch all of them now'],
    ['tvguide deferred --forget 3173903', 'drop one'],
    ['tvguide deferred --rejected --retry', 'fetch again the titles that were given up'],
  ]);
  does(command, async () => (await import('./action.ts')).deferred);
}
