import { type Command, Option } from 'commander';
import { FEEDS } from '../../events/feeds.ts';
import { integer } from '../parse/list.ts';
import { parseRegions } from '../parse/regions.ts';
import { parseWindow } from '../parse/window.ts';
import { parseTypes } from '../parse/title-types.ts';
import { MAX_TITLES } from './max-titles.ts';

/** Creates the option for the window of a run. */
export function windowOption(): Option {
  return new Option(
    '--window <start..end>',
    'list the titles of this window instead of the open one; 7d is the last week',
  ).argParser(parseWindow);
}

/** Creates the option that ends a run after its listing. */
export function planOption(): Option {
  return new Option(
    '--plan',
    'only list, count and price the titles; costs the credits of the listing alone: 1 for each page of 250 titles',
  );
}

/** Adds the options for the fields of an execution input. */
export function addListingOptions(command: Command): Command {
  return command
    .addOption(new Option('--feed <name>', 'read this listing').choices(FEEDS))
    .option('--types <list>', 'only titles of these types: movie, tv_series ...', parseTypes)
    .option('--regions <list>', 'keep only sources in these countries: GB,IE', parseRegions)
    .option('--max-titles <n>', 'maximum number of titles per run', integer(1, MAX_TITLES))
    .option(
      '--dry-run',
      'do everything but publish and move the watermark; fetches the titles, which costs 2 credits each',
    );
}
