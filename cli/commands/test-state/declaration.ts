import { Option } from 'commander';
import { integer } from '../../parse/list.ts';
import type { Declaring } from '../../usage/declare.ts';
import { addExamples } from '../../usage/examples.ts';
import { addServiceOptions } from '../../usage/options.ts';

const MAX_COUNT = 1_000_000;
const FETCH =
  'tvguide test-state "Fetch title details" --local --input events/examples/fetch-title-details-input/one-title.json';

/** Declares `test-state`. */
export function declareTestState({ program, does }: Declaring): void {
  const command = program
    .command('test-state')
    .description('run one state of a state machine alone: input, output, next state')
    .argument('<state>', 'its name, however deeply nested: "Fetch title details"')
    .option('--input <file>', "JSON file with the state's input (default: {})")
    .option('--variables <file>', 'JSON file with the variables of the state')
    .option('--definition <file>', 'take the state from this ASL file, not from the deployed state machine')
    .option(
      '--mock-result <file>',
      'JSON file with the result of a Task, Map or Parallel, which does not run',
    )
    .addOption(
      new Option('--mock-error <name>', 'make it fail with this error instead').conflicts('mockResult'),
    )
    .addOption(
      new Option(
        '--mock-check <mode>',
        'check --mock-result against the service: all that it always gives (strict), or what is there (present)',
      )
        .choices(['strict', 'present', 'none'])
        .default('none'),
    )
    .option('--context <file>', 'JSON file with the Context object of a mocked state')
    .option('--items <file>', 'file with the items that ItemReader of a mocked Map reads')
    .option('--failed-iterations <n>', 'the iterations of a mocked Map that failed', integer(0, MAX_COUNT))
    .option('--error-from <state>', 'the state inside of a Map or Parallel that --mock-error comes from')
    .option('--retries <n>', 'the retries so far, to see the next delay', integer(0, MAX_COUNT))
    .option('--inspect', 'show each step from input to output');
  addServiceOptions(command);
  addExamples(command, [
    [`${FETCH} --mock-error Watchmode.TitleNotFound`, 'is it caught?'],
    [`${FETCH} --mock-error Watchmode.RateLimited`, 'is it retried?'],
    [
      'tvguide test-state Approve --local --definition my.asl.json --mock-result token.json',
      'a state that waits for its token, of another state machine',
    ],
  ]);
  does(command, async () => (await import('./action.ts')).testState);
}
