import { Option } from 'commander';
import { parseFrom } from '../parse/tail-start.ts';
import { integer } from '../parse/list.ts';
import { addExamples, type Declaring } from './declare.ts';
import { addOutputOptions, addServiceOptions, addTargetOptions } from './options.ts';

/** Declares `tail`. */
export function declareTail({ program, does }: Declaring): void {
  const command = program
    .command('tail')
    .description('print the events of the stream, one a line; with --json the events themselves')
    .option('--stream <name>', 'the stream (default: ProgrammeDataStream)')
    .option(
      '--from <where>',
      'start, latest, or a moment (2026-11-24, 2026-11-24T06:00:00Z); default: start, with --follow latest',
      parseFrom,
    )
    .option('-f, --follow', 'go on with what comes, until Ctrl-C')
    .option('--unique', 'show an event once, however often it was published')
    .option('--limit <n>', 'end after so many events', integer(1, Number.MAX_SAFE_INTEGER));
  addOutputOptions(addTargetOptions(command));
  addExamples(command, [
    ['tvguide tail --local', 'what the local stream holds'],
    ['tvguide tail --follow', 'what comes from now on'],
    ['tvguide tail --from 2026-11-24 --unique --json | jq .data.title', 'titles since midnight UTC'],
  ]);
  does(command, async () => (await import('../commands/tail.ts')).tail);
}

/** Declares `test-state`. */
export function declareTestState({ program, does }: Declaring): void {
  const command = program
    .command('test-state')
    .description('run one state of the deployed state machine alone: input, output, next state')
    .argument('<state>', 'its name, at whatever depth: "Fetch title details"')
    .option('--input <file>', "JSON file with the state's input (default: {})")
    .option('--variables <file>', 'JSON file with the variables that the state sees')
    .option('--context <file>', 'JSON file with the Context object')
    .option('--mock-result <file>', "JSON file with the task's result: the task itself is not called")
    .addOption(new Option('--mock-error <name>', 'let the task fail with this error').conflicts('mockResult'))
    .option('--inspect', 'show each step from input to output');
  addServiceOptions(command);
  addExamples(command, [
    ['tvguide test-state "Any new titles?" --input ids.json', 'which way does it go?'],
    ['tvguide test-state "Fetch title details" --mock-error Watchmode.TitleNotFound', 'is it caught?'],
  ]);
  does(command, async () => (await import('../commands/test-state.ts')).testState);
}

/** Declares `graph`. */
export function declareGraph({ program, does }: Declaring): void {
  const command = program
    .command('graph')
    .description('print the state machine as Mermaid, or an execution, coloured by what happened')
    .option('--execution <execution>', 'its name or ARN, or "last" for the newest one');
  addServiceOptions(command);
  addExamples(command, [
    ['tvguide graph > workflow.mmd', 'the definition'],
    ['tvguide graph --execution last', 'the newest execution'],
  ]);
  does(command, async () => (await import('../commands/graph.ts')).graph);
}
