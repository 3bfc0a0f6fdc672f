import type { Declaring } from '../../usage/declare.ts';
import { addExamples } from '../../usage/examples.ts';
import { addOutputOptions, addAwsOptions, addStageOption } from '../../usage/options.ts';

/** Declares `secret`. */
export function declareSecret({ program, does }: Declaring): void {
  const command = program
    .command('secret')
    .description("put the Watchmode API key, from standard input, into the deployment's secret");
  addOutputOptions(addAwsOptions(addStageOption(command)));
  addExamples(command, [
    ['tvguide secret --profile streaming', 'asks for the key without echo'],
    ['tvguide secret --profile streaming < key.txt', 'from a file'],
  ]);
  does(command, async () => (await import('./action.ts')).secret);
}
