import type { Declaring } from '../../usage/declare.ts';
import { addExamples } from '../../usage/examples.ts';
import { addOutputOptions, addAwsOptions, addStageOption } from '../../usage/options.ts';

/** Declares `purge`. */
export function declarePurge({ program, does }: Declaring): void {
  const command = program
    .command('purge')
    .description(
      'delete the stream and the progress table, which outlive the stacks; possible once the stacks are gone',
    )
    .option('--confirm <stream>', 'the name of the stream, as a confirmation');
  addOutputOptions(addAwsOptions(addStageOption(command)));
  addExamples(command, [
    ['tvguide purge --profile streaming', 'prints what would be deleted'],
    ['tvguide purge --profile streaming --confirm ProgrammeDataStream', 'deletes it'],
  ]);
  does(command, async () => (await import('./action.ts')).purge);
}
