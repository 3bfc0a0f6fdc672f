import { Option } from 'commander';
import { integer, words } from '../../parse/list.ts';
import { parseTypes } from '../../parse/title-types.ts';
import { parseRating } from '../../parse/rating.ts';
import { parseRegion } from '../../parse/regions.ts';
import { ARRIVAL_DEFAULTS } from '../../../operate/catalogue/arrival-defaults.ts';
import { parseSince } from '../../../operate/parse/since.ts';
import { asArgument } from '../../parse/as-argument.ts';
import type { Declaring } from '../../usage/declare.ts';
import { addExamples } from '../../usage/examples.ts';
import { addServiceOptions } from '../../usage/options.ts';

/** Declares `whats-new`. */
export function declareWhatsNew({ program, does }: Declaring): void {
  const command = program
    .command('whats-new')
    .description('list the titles that are new on services, the newest first, from the catalogue')
    .option(
      '--services <list>',
      'the services, by name or ID: Netflix,BBC iPlayer',
      words('Netflix,BBC iPlayer'),
    )
    .option('--genres <list>', 'only titles with one of these genres, by name or ID', words('Drama,Comedy'))
    .option('--types <list>', 'only titles of these types: movie, tv_series ...', parseTypes)
    .option(
      '--since <when>',
      `only titles first seen within this time, or since this date: 12h, 7d, 2026-11-01 (default: ${ARRIVAL_DEFAULTS.since})`,
      asArgument(parseSince),
    )
    .option('--min-rating <n>', 'only titles with this user rating or a better one, 0 to 10', parseRating)
    .option('--country <code>', 'the country of the services', parseRegion, ARRIVAL_DEFAULTS.country)
    .option('--limit <n>', 'maximum number of entries: a title on a service', integer(1, 100_000), 50)
    .addOption(
      new Option('--format <name>', 'write a feed, a calendar of releases or a page, instead of the table')
        .choices(['rss', 'ics', 'html'])
        .conflicts('json'),
    )
    .option('--output <file>', 'with --format: the file; - is standard output, the default');
  addServiceOptions(command);
  addExamples(command, [
    ['tvguide whats-new --services "Netflix,BBC iPlayer"', 'of the last week'],
    ['tvguide whats-new --services 203 --genres drama --since 30d --min-rating 7', 'good drama'],
    ['tvguide whats-new --services Netflix --format html --output new.html', 'a page'],
    ['tvguide whats-new --services Netflix --local --json', 'from this machine, as JSON'],
  ]);
  does(command, async () => (await import('./action.ts')).whatsNew);
}
