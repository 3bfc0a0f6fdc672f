import { InvalidArgumentError, Option } from 'commander';
import { parseInstant } from '../../../operate/parse/instant.ts';
import { asArgument } from '../../parse/as-argument.ts';
import type { Declaring } from '../../usage/declare.ts';
import { addExamples } from '../../usage/examples.ts';
import { addOutputOptions, addStageOption, addTargetOptions } from '../../usage/options.ts';

/** The longest sequence number of Kinesis has 128 digits. */
const SEQUENCE_NUMBER = /^\d{1,128}$/;

/** Declares `replay`. */
export function declareReplay({ program, does }: Declaring): void {
  const command = program
    .command('replay')
    .description('read the stream into the catalogue again, or what the consumer could not take')
    .addOption(
      new Option('--from <when>', 'what arrived from then on: start, or a moment (2026-11-24)')
        .argParser(parseStart)
        .conflicts(['sequence', 'failed']),
    )
    .addOption(
      new Option('--sequence <number>', 'the record with this sequence number, and what arrived since')
        .argParser(parseSequenceNumber)
        .conflicts('failed'),
    )
    .addOption(
      new Option('--to <when>', 'leave out what arrived then or later')
        .argParser(asArgument(parseInstant))
        .conflicts('failed'),
    )
    .addOption(
      new Option(
        '--publish',
        'publish the events to the stream again, instead of into the catalogue',
      ).conflicts('failed'),
    )
    .option(
      '--failed [folder]',
      'the records that the consumer gave up (default with --local: .local/failed-records)',
    )
    .option('-y, --yes', 'with --publish: do not ask');
  addOutputOptions(addTargetOptions(addStageOption(command)));
  addExamples(command, [
    ['tvguide replay --local --from start', 'all records of the local stream'],
    ['tvguide replay --from 2026-11-24 --to 2026-11-25', 'what arrived on a day'],
    ['tvguide replay --failed failed-records', 'files that `aws s3 sync` fetched'],
  ]);
  does(command, async () => (await import('./action.ts')).replay);
}

function parseStart(text: string): 'start' | number {
  return text === 'start' ? text : asArgument(parseInstant)(text);
}

function parseSequenceNumber(text: string): string {
  if (SEQUENCE_NUMBER.test(text)) return text;
  throw new InvalidArgumentError('Give the digits of a sequence number, at most 128.');
}
