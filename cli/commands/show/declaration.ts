import type { Declaring } from '../../usage/declare.ts';
import { addExamples } from '../../usage/examples.ts';
import { EXECUTION } from '../../usage/operands.ts';
import { addServiceOptions } from '../../usage/options.ts';

/** Declares `show`. */
export function declareShow({ program, does }: Declaring): void {
  const command = program
    .command('show')
    .description('show an execution: states with durations, retries and errors')
    .argument('[execution]', EXECUTION)
    .option('--data', 'with the input and output of the execution and of each state');
  addServiceOptions(command);
  addExamples(command, [
    ['tvguide show', 'the newest execution'],
    ['tvguide show last --data', 'with inputs and outputs'],
    ['tvguide show arn:aws:states:eu-west-2:123456789012:execution:title-ingestion:NAME', 'by ARN'],
  ]);
  does(command, async () => (await import('./action.ts')).show);
}
