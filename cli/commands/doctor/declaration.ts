import { addExamples, type Declaring } from '../../usage/declare.ts';
import { addOutputOptions, addTargetOptions } from '../../usage/options.ts';

/** Declares `doctor`. */
export function declareDoctor({ program, does }: Declaring): void {
  const command = program
    .command('doctor')
    .description('look over the deployment, or with --local this machine: one line a check, with a remedy')
    .option('--stage <name>', 'the deployment, as in cdk.json (default: the stage there, else prod)')
    .option('--no-spend', 'do not spend the one credit that it takes to see whether the plan has the feed');
  addOutputOptions(addTargetOptions(command));
  addExamples(command, [
    ['tvguide doctor --profile streaming', 'the deployment'],
    ['tvguide doctor --local', 'this machine'],
    ['tvguide doctor --json | jq \'.checks[] | select(.verdict=="failed")\'', 'what is wrong'],
  ]);
  does(command, async () => (await import('./action.ts')).doctor);
}
