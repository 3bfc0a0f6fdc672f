import { Option } from 'commander';
import { addExamples, type Declaring } from '../../usage/declare.ts';
import { addOutputOptions, addStageOption, addTargetOptions } from '../../usage/options.ts';

/** Declares `doctor`. */
export function declareDoctor({ program, does }: Declaring): void {
  const command = program
    .command('doctor')
    .description('check the deployment, or with --local this machine: one line per check, with a remedy')
    .option('--no-spend', 'do not spend the one credit that it takes to see whether the plan has the feed');
  addStageOption(command).addOption(
    new Option(
      '--deployment',
      'check only who is signed in and what is deployed; nothing deployed yet is not a failure',
    ).conflicts('local'),
  );
  addOutputOptions(addTargetOptions(command));
  addExamples(command, [
    ['tvguide doctor --profile streaming', 'the deployment'],
    ['tvguide doctor --profile streaming --deployment', 'who is signed in, and what is deployed'],
    ['tvguide doctor --local', 'this machine'],
    ['tvguide doctor --json | jq \'.checks[] | select(.verdict=="failed")\'', 'what is wrong'],
  ]);
  does(command, async () => (await import('./action.ts')).doctor);
}
