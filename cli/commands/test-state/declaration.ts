import { Option } from 'commander';
import type { Declaring } from '../../usage/declare.ts';
import { addExamples } from '../../usage/examples.ts';
import { addServiceOptions } from '../../usage/options.ts';

const FETCH =
  'tvguide test-state "Fetch title details" --local --input events/examples/fetch-title-details-input/one-title.json';

/** Declares `test-state`. */
export function declareTestState({ program, does }: Declaring): void {
  const command = program
    .command('test-state')
    .description('run one state of the deployed state machine alone: input, output, next state')
    .argument('<state>', 'its name, however deeply nested: "Fetch title details"')
    .option('--input <file>', "JSON file with the state's input (default: {})")
    .option('--variables <file>', 'JSON file with the variables of the state')
    .option('--context <file>', 'JSON file with the Context object')
    .option('--mock-result <file>', "JSON file with the task's result; the task is not called")
    .addOption(
      new Option('--mock-error <name>', 'make the task fail with this error').conflicts('mockResult'),
    )
    .option('--inspect', 'show each step from input to output');
  addServiceOptions(command);
  addExamples(command, [
    [`${FETCH} --mock-error Watchmode.TitleNotFound`, 'is it caught?'],
    [`${FETCH} --mock-error Watchmode.RateLimited`, 'is it retried?'],
  ]);
  does(command, async () => (await import('./action.ts')).testState);
}
