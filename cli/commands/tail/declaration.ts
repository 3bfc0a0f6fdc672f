import { parseFrom } from './parse-from.ts';
import { integer } from '../../parse/list.ts';
import type { Declaring } from '../../usage/declare.ts';
import { addExamples } from '../../usage/examples.ts';
import { addOutputOptions, addTargetOptions } from '../../usage/options.ts';

/** Declares `tail`. */
export function declareTail({ program, does }: Declaring): void {
  const command = program
    .command('tail')
    .description('print the events of the stream, one per line; with --json the events themselves')
    .option('--stream <name>', 'the stream (default: ProgrammeDataStream)')
    .option(
      '--from <where>',
      'start, latest, or a moment (2026-11-24, 2026-11-24T06:00:00Z); default: start, with --follow latest',
      parseFrom,
    )
    .option('-f, --follow', 'keep printing new events, until Ctrl-C')
    .option('--unique', 'show an event once, even if it was published several times')
    .option('--limit <n>', 'end after this many events', integer(1, Number.MAX_SAFE_INTEGER));
  addOutputOptions(addTargetOptions(command));
  addExamples(command, [
    ['tvguide tail --local', 'all events of the local stream'],
    ['tvguide tail --follow', 'new events, from now on'],
    ['tvguide tail --from 2026-11-24 --unique --json | jq .data.title', 'titles since midnight UTC'],
  ]);
  does(command, async () => (await import('./action.ts')).tail);
}
