import { InvalidArgumentError, Option } from 'commander';
import { type ShownStatus, EXECUTION_STATUSES } from '../../../operate/aws/execution-statuses.ts';
import { integer } from '../../parse/list.ts';
import { parseSince } from '../../../operate/parse/since.ts';
import { asArgument } from '../../parse/as-argument.ts';
import type { Declaring } from '../../usage/declare.ts';
import { addExamples } from '../../usage/examples.ts';
import { addServiceOptions } from '../../usage/options.ts';

/** The statuses of executions. INTERRUPTED is a RUNNING execution whose process has ended. */
const STATUSES: readonly ShownStatus[] = [...EXECUTION_STATUSES, 'INTERRUPTED'];

/** Adds a status, in any case, to those given so far. */
function addStatus(text: string, before: readonly ShownStatus[] = []): readonly ShownStatus[] {
  const status = STATUSES.find((one) => one === text.toUpperCase().replaceAll('-', '_'));
  if (status === undefined) throw new InvalidArgumentError(`Allowed choices are ${STATUSES.join(', ')}.`);
  return before.includes(status) ? before : [...before, status];
}

/** Declares `list`. */
export function declareList({ program, does }: Declaring): void {
  const command = program
    .command('list')
    .description('list executions, the newest first')
    .addOption(
      new Option('--status <status>', 'only executions with this status; can be repeated')
        .choices(STATUSES)
        .argParser(addStatus),
    )
    .option(
      '--since <when>',
      'only executions started within this time, or since this date: 12h, 3d, 2026-11-01',
      asArgument(parseSince),
    )
    .option('--limit <n>', 'maximum number of executions', integer(1, 100_000), 20);
  addServiceOptions(command);
  addExamples(command, [
    ['tvguide list', 'the newest 20'],
    ['tvguide list --status failed --status timed_out --since 7d', 'failed executions of one week'],
    ['tvguide list --profile streaming --json', 'as JSON, from AWS'],
  ]);
  does(command, async () => (await import('./action.ts')).list);
}
