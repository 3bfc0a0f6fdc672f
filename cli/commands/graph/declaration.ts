import { addExamples, type Declaring } from '../../usage/declare.ts';
import { addServiceOptions } from '../../usage/options.ts';

/** Declares `graph`. */
export function declareGraph({ program, does }: Declaring): void {
  const command = program
    .command('graph')
    .description('print the state machine as Mermaid, or an execution, coloured by outcome')
    .option('--execution <execution>', 'its name or ARN, or "last" for the newest one');
  addServiceOptions(command);
  addExamples(command, [
    ['tvguide graph > workflow.mmd', 'the definition'],
    ['tvguide graph --execution last', 'the newest execution'],
  ]);
  does(command, async () => (await import('./action.ts')).graph);
}
