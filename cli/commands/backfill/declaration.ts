import { Option } from 'commander';
import { integer } from '../../parse/list.ts';
import { parseDuration } from '../../../operate/parse/duration.ts';
import { asArgument } from '../../parse/as-argument.ts';
import { parseWindow } from '../../parse/window.ts';
import type { Declaring } from '../../usage/declare.ts';
import { addExamples } from '../../usage/examples.ts';
import { addListingOptions } from '../../usage/input-options.ts';
import { addServiceOptions } from '../../usage/options.ts';
import { DAY_MS } from '../../../events/instant.ts';

/** The number of ten-digit IDs that fit into an input of 256 KiB. */
const MAX_PER_RUN = 20_000;

/** Declares `backfill`. */
export function declareBackfill({ program, does }: Declaring): void {
  const command = program
    .command('backfill')
    .description(
      'ingest a long window, or many titles, as a series of runs; called again, it continues where it stopped',
    )
    .option(
      '--window <start..end>',
      'the whole window; 7d is the last week, up to the last whole --every',
      parseWindow,
    )
    .addOption(
      new Option(
        '--title-ids-file <file>',
        'the titles with the IDs in this file, one per line; - is standard input',
      ).conflicts(['window', 'every']),
    )
    .addOption(
      new Option('--every <duration>', 'the length of the window of one run')
        .argParser(asArgument(parseDuration))
        .default(DAY_MS, '1d'),
    )
    .option(
      '--per-run <n>',
      'with --title-ids-file: titles per run (default: 5000)',
      integer(1, MAX_PER_RUN),
    );
  addListingOptions(command).option('-y, --yes', 'do not ask');
  addServiceOptions(command);
  addExamples(command, [
    ['tvguide backfill --window 2026-01-01..2026-03-01', 'two months, one run per day'],
    ['tvguide backfill --window 2026-01-01..2026-02-01 --every 1w --feed releases', 'another feed, by week'],
    ['tvguide backfill --title-ids-file ids.txt --per-run 1000', 'the titles in a file, 1,000 per run'],
  ]);
  does(command, async () => (await import('./action.ts')).backfill);
}
