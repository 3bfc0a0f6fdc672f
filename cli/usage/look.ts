import { Option } from 'commander';
import { parseDuration } from '../parse/duration.ts';
import { integer } from '../parse/list.ts';
import { addExamples, type Declaring } from './declare.ts';
import { addServiceOptions } from './options.ts';

const EXECUTION = 'its name or ARN, or "last" for the newest one (default: last)';
const MOST_EVENTS = 25_000;

/** Declares `watch`. */
export function declareWatch({ program, does }: Declaring): void {
  const command = program
    .command('watch')
    .description('follow an execution until it ends: states, titles, retries, the time that is left')
    .argument('[execution]', EXECUTION);
  addServiceOptions(command);
  addExamples(command, [
    ['tvguide watch', 'the newest execution'],
    ['tvguide watch manual-2026-11-24T10-15-00Z-window', 'by name'],
    ['tvguide watch --json | jq .output', 'the summary, once it is there'],
  ]);
  does(command, async () => (await import('../commands/watch.ts')).watch);
}

/** Declares `list`. */
export function declareList({ program, does }: Declaring): void {
  const command = program
    .command('list')
    .description('list executions, the newest first')
    .addOption(
      new Option('--status <status>', 'only those with this status').choices([
        'RUNNING',
        'SUCCEEDED',
        'FAILED',
        'TIMED_OUT',
        'ABORTED',
        'PENDING_REDRIVE',
      ]),
    )
    .option('--since <duration>', 'only those started so long ago at most: 12h, 3d', parseDuration)
    .option('--limit <n>', 'show at most this many', integer(1, 100_000), 20);
  addServiceOptions(command);
  addExamples(command, [
    ['tvguide list', 'the newest 20'],
    ['tvguide list --status FAILED --since 7d', 'what failed in a week'],
    ['tvguide list --profile streaming --json', 'as JSON, from AWS'],
  ]);
  does(command, async () => (await import('../commands/list.ts')).list);
}

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
  does(command, async () => (await import('../commands/show.ts')).show);
}

/** Declares `history`. */
export function declareHistory({ program, does }: Declaring): void {
  const command = program
    .command('history')
    .description('print the events of an execution; with --json one event a line')
    .argument('[execution]', EXECUTION)
    .option('--reverse', 'the newest event first')
    .option('--limit <n>', 'at most this many', integer(1, MOST_EVENTS));
  addServiceOptions(command);
  addExamples(command, [
    ['tvguide history', 'of the newest execution'],
    ['tvguide history last --reverse --limit 10', 'how it ended'],
    ['tvguide history --json | jq \'select(.type=="TaskFailed")\'', 'with the tools you know'],
  ]);
  does(command, async () => (await import('../commands/history.ts')).history);
}
