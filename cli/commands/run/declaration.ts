import { Option } from 'commander';
import type { Declaring, Invocation } from '../../usage/declare.ts';
import { addWorldOptions } from '../../usage/runtime-options.ts';

/** Declares `run`, which `npm start` calls. */
export function declareRun({ program, does }: Declaring): void {
  const command = program
    .command('run')
    .description(
      'ingest titles on this machine: the real state machine, tasks and a Kinesis stream, no account',
    )
    .option(
      '--input <file>',
      'start the execution with this JSON file (default: what the schedule would send now)',
    );
  addWorldOptions(command)
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
    const { run } = await import('./action.ts');
    return ({ options, io }: Invocation<Parameters<typeof run>[0]>) => run(options, io);
  });
}
