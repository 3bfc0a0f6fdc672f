import { Option } from 'commander';
import { EXECUTION_STATUSES } from '../../../operate/aws/execution-statuses.ts';
import { parseDuration } from '../../parse/duration.ts';
import { integer } from '../../parse/list.ts';
import type { Declaring } from '../../usage/declare.ts';
import { addExamples } from '../../usage/examples.ts';
import { addServiceOptions } from '../../usage/options.ts';

/** Declares `list`. */
export function declareList({ program, does }: Declaring): void {
  const command = program
    .command('list')
    .description('list executions, the newest first')
    .addOption(
      new Option('--status <status>', 'only executions with this status').choices([
        ...EXECUTION_STATUSES,
        'INTERRUPTED',
      ]),
    )
    .option('--since <duration>', 'only executions started within this time: 12h, 3d', parseDuration)
    .option('--limit <n>', 'maximum number of executions', integer(1, 100_000), 20);
  addServiceOptions(command);
  addExamples(command, [
    ['tvguide list', 'the newest 20'],
    ['tvguide list --status FAILED --since 7d', 'failed executions of one week'],
    ['tvguide list --profile streaming --json', 'as JSON, from AWS'],
  ]);
  does(command, async () => (await import('./action.ts')).list);
}
