import { Option } from 'commander';
import { parseDuration } from '../../parse/duration.ts';
import { parseRegions } from '../../parse/regions.ts';
import { parseWindow } from '../../parse/window.ts';
import { integer, parseWords } from '../../parse/list.ts';
import { addExamples, type Declaring } from '../../usage/declare.ts';
import { MOST_TITLES } from '../../usage/most-titles.ts';
import { addServiceOptions } from '../../usage/options.ts';

const DAY_MS = 86_400_000;

/** Declares `backfill`. */
export function declareBackfill({ program, does }: Declaring): void {
  const command = program
    .command('backfill')
    .description('ingest a long window as a row of runs; called again, it goes on where it stopped')
    .requiredOption('--window <start..end>', 'the whole window', parseWindow)
    .addOption(
      new Option('--every <duration>', 'how much one run covers')
        .argParser(parseDuration)
        .default(DAY_MS, '1d'),
    )
    .option('--feed <name>', 'read this listing: new_titles, titles_details_changed, releases ...')
    .option('--types <list>', 'only titles of these types: movie, tv_series ...', parseWords)
    .option('--regions <list>', 'keep only sources in these countries: GB,IE', parseRegions)
    .option('--max-titles <n>', 'at most this many titles a run', integer(1, MOST_TITLES))
    .option('--dry-run', 'do everything but publish');
  addServiceOptions(command);
  addExamples(command, [
    ['tvguide backfill --window 2026-01-01..2026-03-01', 'two months, a run a day'],
    ['tvguide backfill --window 2026-01-01..2026-02-01 --every 1w --feed releases', 'another feed, by week'],
  ]);
  does(command, async () => (await import('./action.ts')).backfill);
}
