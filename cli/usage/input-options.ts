import type { Command } from 'commander';
import { integer, parseTypes } from '../parse/list.ts';
import { parseRegions } from '../parse/regions.ts';
import { MOST_TITLES } from './most-titles.ts';

/** Adds the options that say what a run lists and what it does with it. */
export function addListingOptions(command: Command): Command {
  return command
    .option('--feed <name>', 'read this listing: new_titles, titles_details_changed, releases ...')
    .option('--types <list>', 'only titles of these types: movie, tv_series ...', parseTypes)
    .option('--regions <list>', 'keep only sources in these countries: GB,IE', parseRegions)
    .option('--max-titles <n>', 'at most this many titles a run', integer(1, MOST_TITLES))
    .option('--dry-run', 'do everything but publish and move the watermark');
}
