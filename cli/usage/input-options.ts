import type { Command } from 'commander';
import { integer, parseTypes } from '../parse/list.ts';
import { parseRegions } from '../parse/regions.ts';
import { MAX_TITLES } from './max-titles.ts';

/** Adds the options for the fields of an execution input. */
export function addListingOptions(command: Command): Command {
  return command
    .option('--feed <name>', 'read this listing: new_titles, titles_details_changed, releases ...')
    .option('--types <list>', 'only titles of these types: movie, tv_series ...', parseTypes)
    .option('--regions <list>', 'keep only sources in these countries: GB,IE', parseRegions)
    .option('--max-titles <n>', 'maximum number of titles per run', integer(1, MAX_TITLES))
    .option('--dry-run', 'do everything but publish and move the watermark');
}
