import { Option } from 'commander';
import { parseDuration } from '../parse/duration.ts';
import { integer, parseWords } from '../parse/list.ts';
import { parseWindow } from '../parse/window.ts';
import { addExamples, type Declaring } from './declare.ts';
import { MOST_TITLES } from './most-titles.ts';
import { addServiceOptions } from './options.ts';

const DAY_MS = 86_400_000;
const MOST_CHILDREN = 2_500;
const MOST_AT_ONCE = 20;

/** Declares `why`. */
export function declareWhy({ program, does }: Declaring): void {
  const command = program
    .command('why')
    .description('explain a failed execution: down to the title and the attempt, and what to do about it')
    .argument('[execution]', 'its name or ARN, or "last" for the newest one (default: last)')
    .option(
      '--children <n>',
      'look into at most this many failed children of a Map Run',
      integer(1, MOST_CHILDREN),
      10,
    );
  addServiceOptions(command);
  addExamples(command, [
    ['tvguide why', 'the newest execution'],
    ['tvguide why manual-2026-11-24T10-15-00Z-window --children 100', 'look into more of its children'],
    ["tvguide why --json | jq '.causes[].titleIds'", 'the titles concerned'],
  ]);
  does(command, async () => (await import('../commands/why.ts')).why);
}

/** Declares `redrive`. */
export function declareRedrive({ program, does }: Declaring): void {
  const command = program
    .command('redrive')
    .description('run again what did not succeed: nothing else, and under the same identity')
    .argument('[execution]', 'its name or ARN, or "last" for the newest one')
    .option('--last', 'the newest execution that did not succeed')
    .option('--all-failed', 'all executions that did not succeed')
    .option(
      '--since <duration>',
      'with --all-failed: those started so long ago at most (default: 14d)',
      parseDuration,
    )
    .option('--parallel <n>', 'with --all-failed: so many at once', integer(1, MOST_AT_ONCE), 4)
    .option('-y, --yes', 'do not ask')
    .addOption(new Option('--watch', 'follow the execution until it ends').conflicts('allFailed'));
  addServiceOptions(command);
  addExamples(command, [
    ['tvguide redrive --last --watch', 'pick up what failed last'],
    ['tvguide redrive --all-failed --since 3d --yes', 'after an outage, without asking'],
  ]);
  does(command, async () => (await import('../commands/redrive.ts')).redrive);
}

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
    .option('--regions <list>', 'keep only sources in these countries', parseWords)
    .option('--max-titles <n>', 'at most this many titles a run', integer(1, MOST_TITLES))
    .option('--dry-run', 'do everything but publish');
  addServiceOptions(command);
  addExamples(command, [
    ['tvguide backfill --window 2026-01-01..2026-03-01', 'two months, a run a day'],
    ['tvguide backfill --window 2026-01-01..2026-02-01 --every 1w --feed releases', 'another feed, by week'],
  ]);
  does(command, async () => (await import('../commands/backfill.ts')).backfill);
}
