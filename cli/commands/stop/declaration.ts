import type { Declaring } from '../../usage/declare.ts';
import { addExamples } from '../../usage/examples.ts';
import { addServiceOptions } from '../../usage/options.ts';

/** Declares `stop`. */
export function declareStop({ program, does }: Declaring): void {
  const command = program
    .command('stop')
    .description('stop an execution that is running; it can be redriven afterwards')
    .argument('<execution>', 'its name or ARN, or "last" for the newest one')
    .option('--error <name>', 'the error name for the history')
    .option('--cause <text>', 'the reason, for the history')
    .option('-y, --yes', 'do not ask');
  addServiceOptions(command);
  addExamples(command, [
    ['tvguide stop last', 'the newest execution; asks first'],
    ['tvguide stop last --yes --error WrongWindow --cause "window of 2025"', 'without asking, with a reason'],
  ]);
  does(command, async () => (await import('./action.ts')).stop);
}
