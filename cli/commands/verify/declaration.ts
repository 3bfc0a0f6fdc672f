import type { Declaring } from '../../usage/declare.ts';
import { addExamples } from '../../usage/examples.ts';
import { addOutputOptions, addStageOption, addTargetOptions } from '../../usage/options.ts';
import { parseDuration } from '../../../operate/parse/duration.ts';
import { asArgument } from '../../parse/as-argument.ts';
import { parseTitleId } from '../../parse/title-ids.ts';

/** Declares `verify`. */
export function declareVerify({ program, does }: Declaring): void {
  const command = program
    .command('verify')
    .description(
      'check a deployment: validate both definitions, start a dry run of one title, and plan a sweep if it has them',
    )
    .option(
      '--title-id <id>',
      'the Watchmode ID of the title (default: probeTitleId of the stage; with --local, a title of the stand-in); it costs two credits',
      parseTitleId,
    )
    .option('--timeout <duration>', 'stop the dry run after this time', asArgument(parseDuration), 600_000);
  addOutputOptions(addTargetOptions(addStageOption(command)));
  addExamples(command, [
    ['tvguide verify --profile streaming', 'the deployment of the stage in cdk.json'],
    ['tvguide verify --profile streaming --stage dev --title-id 1586594', 'another stage, another title'],
    ['tvguide verify --local', 'the runtime of this machine'],
  ]);
  does(command, async () => (await import('./action.ts')).verify);
}
