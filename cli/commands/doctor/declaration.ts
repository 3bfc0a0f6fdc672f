import { Option } from 'commander';
import type { Declaring } from '../../usage/declare.ts';
import { addExamples } from '../../usage/examples.ts';
import { addOutputOptions, addStageOption, addTargetOptions } from '../../usage/options.ts';

/** Declares `doctor`. */
export function declareDoctor({ program, does }: Declaring): void {
  const command = program
    .command('doctor')
    .description('check the deployment, or with --local this machine: one line per check, with a remedy')
    .option('--no-spend', 'skip the check of the plan, which costs one credit');
  addStageOption(command).addOption(
    new Option(
      '--deployment',
      'check only credentials and stacks; a missing stack is not a failure',
    ).conflicts('local'),
  );
  addOutputOptions(addTargetOptions(command));
  addExamples(command, [
    ['tvguide doctor --profile streaming', 'the deployment'],
    ['tvguide doctor --profile streaming --deployment', 'credentials and stacks'],
    ['tvguide doctor --local', 'this machine'],
    ['tvguide doctor --json | jq \'.checks[] | select(.verdict=="failed")\'', 'failed checks'],
  ]);
  does(command, async () => (await import('./action.ts')).doctor);
}
