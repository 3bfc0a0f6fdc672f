import { Option } from 'commander';
import { parseDuration } from '../../parse/duration.ts';
import { parseWindow } from '../../parse/window.ts';
import { addExamples, type Declaring } from '../../usage/declare.ts';
import { addListingOptions } from '../../usage/input-options.ts';
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
    );
  addListingOptions(command);
  addServiceOptions(command);
  addExamples(command, [
    ['tvguide backfill --window 2026-01-01..2026-03-01', 'two months, a run a day'],
    ['tvguide backfill --window 2026-01-01..2026-02-01 --every 1w --feed releases', 'another feed, by week'],
  ]);
  does(command, async () => (await import('./action.ts')).backfill);
}
