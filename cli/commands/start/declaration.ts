import { integer, parseIntegers, parseWords } from '../../parse/list.ts';
import { parseRegions } from '../../parse/regions.ts';
import { parseWindow } from '../../parse/window.ts';
import { addExamples, type Declaring } from '../../usage/declare.ts';
import { MOST_TITLES } from '../../usage/most-titles.ts';
import { addServiceOptions } from '../../usage/options.ts';

/** Declares `start`. */
export function declareStart({ program, does }: Declaring): void {
  const command = program
    .command('start')
    .description('start an execution')
    .option(
      '--input <file>',
      'take the execution input from this JSON file; the options below replace its fields',
    )
    .option('--window <start..end>', 'list the titles of this window instead of the open one', parseWindow)
    .option('--titles <ids>', 'ingest these titles instead of a listing', parseIntegers)
    .option('--feed <name>', 'read this listing: new_titles, titles_details_changed, releases ...')
    .option('--types <list>', 'only titles of these types: movie, tv_series ...', parseWords)
    .option('--regions <list>', 'keep only sources in these countries: GB,IE', parseRegions)
    .option('--max-titles <n>', 'at most this many titles', integer(1, MOST_TITLES))
    .option('--dry-run', 'do everything but publish and move the watermark')
    .option('--name <name>', 'name of the execution (default: when and what for)')
    .option('--watch', 'follow the execution until it ends');
  addServiceOptions(command);
  addExamples(command, [
    ['tvguide start', 'everything since the watermark'],
    ['tvguide start --window 2026-11-01..2026-11-08 --watch', 'one week, and see it through'],
    ['tvguide start --titles 1616666,1617777 --dry-run', 'two titles, publish nothing'],
    ['tvguide start --local --input input.json', 'from a file, on this machine'],
  ]);
  does(command, async () => (await import('./action.ts')).start);
}
