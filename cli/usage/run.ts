import { Option } from 'commander';
import { integer } from '../parse/list.ts';
import type { Declaring, Invocation } from './declare.ts';
import { MOST_TITLES } from './most-titles.ts';

/** Declares `run`, which `npm start` calls. */
export function declareRun({ program, does }: Declaring): void {
  const command = program
    .command('run')
    .description(
      'ingest titles on this machine: the real state machine, tasks and a Kinesis stream, no account',
    )
    .option('--input <file>', 'start the execution with this JSON file (default: the scheduled example)')
    .option(
      '--titles <n>',
      'how many titles are new (default: all of the catalogue)',
      integer(1, MOST_TITLES),
    )
    .option(
      '--catalogue <file>',
      "take the titles from this CSV, in the format of Watchmode's title_id_map.csv",
    )
    .option('--faults <spec>', 'let the Watchmode stand-in fail, for example 429:0.2,500:0.1,reset:0.05')
    .option('--seed <n>', 'make faults and generated details repeatable', integer(0, 2 ** 31 - 1), 1)
    .option('--live', 'call Watchmode itself; needs WATCHMODE_API_KEY in the environment or in .env')
    .option('--endpoint-kinesis <url>', 'publish to this Kinesis endpoint instead of an own one')
    .addOption(
      new Option(
        '--redrive <execution>',
        'pick up a run that failed or was stopped, by its name or ARN; "last" is the latest',
      ).conflicts(['input']),
    )
    .option('--json', 'print one JSON object and nothing else')
    .addHelpText(
      'after',
      `
Examples:
  $ npm start
  $ npm start -- --titles 50 --faults 429:0.2,500:0.1 --seed 7
  $ npm start -- --input events/examples/execution-input/manual-title-ids.json
  $ npm start -- --redrive last

Exit codes: 0 the run succeeded, 1 it failed, 2 wrong usage, 130 interrupted.`,
    );
  does(command, async () => {
    const { run } = await import('../commands/run.ts');
    return ({ options, io }: Invocation<Parameters<typeof run>[0]>) => run(options, io);
  });
}
