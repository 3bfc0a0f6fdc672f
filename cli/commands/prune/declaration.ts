import { Option } from 'commander';
import { parseDuration } from '../../../operate/parse/duration.ts';
import { asArgument } from '../../parse/as-argument.ts';
import type { Declaring } from '../../usage/declare.ts';
import { addExamples } from '../../usage/examples.ts';
import { addOutputOptions } from '../../usage/options.ts';

/** Declares `prune`. */
export function declarePrune({ program, does }: Declaring): void {
  const command = program
    .command('prune')
    .description('remove executions of this machine that ended long ago, with the logs of their tasks')
    .addOption(
      new Option(
        '--older-than <duration>',
        'executions that ended longer ago than this: 12h, 30d, 8w (default: 90d)',
      ).argParser(asArgument(parseDuration)),
    )
    .option(
      '--interrupted',
      'also executions that were interrupted, and started longer ago than --older-than says',
    )
    .option('--dry-run', 'print what would be removed, and change nothing')
    .option('-y, --yes', 'do not ask');
  addOutputOptions(command);
  addExamples(command, [
    ['tvguide prune', 'what `npm start` and `npm run dev` remove by themselves'],
    ['tvguide prune --older-than 7d --yes', 'executions that ended more than a week ago, without asking'],
    ['tvguide prune --interrupted --older-than 1d', 'also runs that were cut off before yesterday'],
  ]);
  does(command, async () => (await import('./action.ts')).prune);
}
