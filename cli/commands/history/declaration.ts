import { integer } from '../../parse/list.ts';
import type { Declaring } from '../../usage/declare.ts';
import { addExamples } from '../../usage/examples.ts';
import { EXECUTION } from '../../usage/operands.ts';
import { addServiceOptions } from '../../usage/options.ts';

const MAX_EVENTS = 25_000;

/** Declares `history`. */
export function declareHistory({ program, does }: Declaring): void {
  const command = program
    .command('history')
    .description('print the events of an execution; with --json one event per line')
    .argument('[execution]', EXECUTION)
    .option('--reverse', 'the newest event first')
    .option('--limit <n>', 'maximum number of events', integer(1, MAX_EVENTS));
  addServiceOptions(command);
  addExamples(command, [
    ['tvguide history', 'the newest execution'],
    ['tvguide history last --reverse --limit 10', 'how it ended'],
    ['tvguide history --json | jq \'select(.type=="TaskFailed")\'', 'failed tasks'],
  ]);
  does(command, async () => (await import('./action.ts')).history);
}
