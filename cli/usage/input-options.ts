import { type Command, Option } from 'commander';
import { FEEDS } from '../../events/feeds.ts';
import { MAX_TITLES } from '../../events/max-titles.ts';
import { integer } from '../parse/list.ts';
import { namesOrIds } from '../parse/names.ts';
import { parseRegions } from '../parse/regions.ts';
import { parseWindow } from '../parse/window.ts';
import { parseTypes } from '../parse/title-types.ts';

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

/** The maximum of the contract. */
const MAX_CREDITS = 1_000_000_000;

const feedOption = () => new Option('--feed <name>', 'read this listing').choices(FEEDS);

const maxCreditsOption = () =>
  new Option('--max-credits <n>', 'refuse a run that would spend more Watchmode credits than this').argParser(
    integer(1, MAX_CREDITS),
  );

const sweepOptions = () => [
  new Option(
    '--services <list>',
    'with --feed catalogue: the services to sweep, by name or ID: Netflix,BBC iPlayer',
  ).argParser(namesOrIds('Netflix,BBC iPlayer')),
  new Option(
    '--genres <list>',
    'with --feed catalogue: only titles of these genres, by name or ID',
  ).argParser(namesOrIds('Drama,Comedy')),
];

const regionsOption = () =>
  new Option('--regions <list>', 'keep only sources in these countries: GB,IE').argParser(parseRegions);

function addAll(command: Command, options: readonly Option[]): Command {
  for (const option of options) command.addOption(option);
  return command;
}

/** Adds the options for the fields of an execution input that lists titles. */
export function addListingOptions(command: Command): Command {
  return command
    .addOption(feedOption())
    .option('--types <list>', 'only titles of these types: movie, tv_series ...', parseTypes)
    .addOption(regionsOption())
    .option('--max-titles <n>', 'maximum number of titles per run', integer(1, MAX_TITLES))
    .addOption(maxCreditsOption())
    .option(
      '--dry-run',
      'do everything but publish and move the watermark; fetches the titles, which costs 2 credits each',
    );
}

/** Adds the options for what the runs of a deployment list if their input does not say it. */
export function addDeploymentOptions(command: Command): Command {
  return addAll(command, [feedOption(), ...sweepOptions(), regionsOption(), maxCreditsOption()]);
}

/** Adds the options for the fields that only a sweep has. */
export function addSweepOptions(command: Command): Command {
  return addAll(command, sweepOptions()).option(
    '--publish-baseline',
    'with --feed catalogue: also publish the titles of a first sweep, for 2 credits each',
  );
}
