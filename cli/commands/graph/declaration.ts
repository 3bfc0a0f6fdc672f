import type { Declaring } from '../../usage/declare.ts';
import { addExamples } from '../../usage/examples.ts';
import { addServiceOptions } from '../../usage/options.ts';

/** Declares `graph`. */
export function declareGraph({ program, does }: Declaring): void {
  const command = program
    .command('graph')
    .description('print a state machine as Mermaid, or an execution, coloured by outcome')
    .argument(
      '[execution]',
      'its name or ARN, or "last" for the newest one (default: the state machine, without a service option that of this project)',
    );
  addServiceOptions(command);
  addExamples(command, [
    ['tvguide graph > workflow.mmd', 'the definition of this project'],
    ['tvguide graph --profile streaming', 'the deployed one'],
    ['tvguide graph last --local', 'the newest execution here'],
  ]);
  does(command, async () => (await import('./action.ts')).graph);
}
