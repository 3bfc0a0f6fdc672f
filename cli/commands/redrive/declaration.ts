import { Option } from 'commander';
import { integer } from '../../parse/list.ts';
import { parseSince } from '../../../operate/parse/since.ts';
import { asArgument } from '../../parse/as-argument.ts';
import type { Declaring } from '../../usage/declare.ts';
import { addExamples } from '../../usage/examples.ts';
import { addServiceOptions } from '../../usage/options.ts';

const MAX_AT_ONCE = 20;

/** Declares `redrive`. */
export function declareRedrive({ program, does }: Declaring): void {
  const command = program
    .command('redrive')
    .description('rerun only what did not succeed, in the same execution')
    .argument('[execution]', 'its name or ARN, or "last" for the newest one')
    .option('--last', 'the newest execution that did not succeed')
    .option('--all-failed', 'all executions that did not succeed')
    .option(
      '--since <when>',
      'with --all-failed: executions started within this time, or since this date (default: 14d)',
      asArgument(parseSince),
    )
    .option('--parallel <n>', 'with --all-failed: number of executions at once', integer(1, MAX_AT_ONCE), 4)
    .option('-y, --yes', 'do not ask')
    .addOption(new Option('--watch', 'follow the execution until it ends').conflicts('allFailed'));
  addServiceOptions(command);
  addExamples(command, [
    ['tvguide redrive --last --watch', 'the newest failed execution'],
    ['tvguide redrive --all-failed --since 3d --yes', 'after an outage, without asking'],
  ]);
  does(command, async () => (await import('./action.ts')).redrive);
}
