import { Option } from 'commander';
import { integer } from '../../parse/list.ts';
import type { Declaring } from '../../usage/declare.ts';
import { addExamples } from '../../usage/examples.ts';
import { addListingOptions, addSweepOptions, planOption, windowOption } from '../../usage/input-options.ts';
import { addOutputOptions } from '../../usage/options.ts';
import { addLocalRuntimeOptions } from '../../usage/runtime-options.ts';

/** The days for which executions and pages of sweeps are kept. */
const MAX_DAYS = 30;

/** The options of a new execution's input. A redrive keeps its input. */
const INPUT_OPTIONS = [
  ...['input', 'window', 'feed', 'types', 'regions', 'maxTitles', 'maxCredits', 'dryRun', 'plan'],
  ...['services', 'genres', 'publishBaseline'],
];

/** Declares `run`, which `npm start` calls. */
export function declareRun({ program, does }: Declaring): void {
  const command = program
    .command('run')
    .description(
      'ingest titles on this machine: the real state machine, tasks and a Kinesis stream, no account',
    )
    .option(
      '--input <file>',
      'start the execution with this JSON file, or standard input for -; the options below replace its fields (default: what the schedule would send now)',
    )
    .addOption(windowOption());
  addSweepOptions(addListingOptions(command)).addOption(planOption());
  addLocalRuntimeOptions(command).addOption(
    new Option(
      '--redrive <execution>',
      'redrive a run that failed or was stopped, by its name or ARN; "last" is the newest',
    ).conflicts(INPUT_OPTIONS),
  );
  command.addOption(
    new Option(
      '--days <n>',
      'with --feed catalogue: sweep once a day on n days, the last one now, without waiting',
    )
      .argParser(integer(1, MAX_DAYS))
      .conflicts(['redrive', 'live', 'plan', 'dryRun']),
  );
  command.option('--consume', 'also run the consumer of the stream, which keeps a catalogue of the titles');
  addOutputOptions(command);
  addExamples(command, [
    ['tvguide run', 'all new titles of the stand-in'],
    ['tvguide run --titles 50 --faults 429:0.2,500:0.1 --seed 7', 'with faults that can be repeated'],
    ['tvguide run --input events/examples/execution-input/manual-title-ids.json', 'the titles of a file'],
    ['tvguide run --redrive last', 'what did not succeed in the newest run'],
    ['tvguide run --feed catalogue --services Netflix', 'a sweep: what is new on a service'],
    ['tvguide run --feed catalogue --services Netflix --days 7', 'the sweeps of seven days'],
    ['tvguide run --consume', 'with the consumer and its catalogue'],
    ['tvguide run --json | jq .summary', 'the summary'],
  ]);
  command.addHelpText(
    'after',
    '\nExit codes: 0 the run succeeded, 1 it failed or lost most titles,\n2 wrong usage, 130 interrupted.',
  );
  does(command, async () => (await import('./action.ts')).run);
}
