import { integer } from '../../parse/list.ts';
import type { Declaring } from '../../usage/declare.ts';
import { addExamples } from '../../usage/examples.ts';
import { EXECUTION } from '../../usage/operands.ts';
import { addServiceOptions } from '../../usage/options.ts';

const MAX_CHILDREN = 2_500;

/** Declares `why`. */
export function declareWhy({ program, does }: Declaring): void {
  const command = program
    .command('why')
    .description('explain a failed execution, down to the title and the attempt, with a remedy')
    .argument('[execution]', EXECUTION)
    .option(
      '--children <n>',
      'maximum number of failed children of a Map Run to read',
      integer(1, MAX_CHILDREN),
      10,
    );
  addServiceOptions(command);
  addExamples(command, [
    ['tvguide why', 'the newest execution'],
    ['tvguide why manual-2026-11-24T10-15-00Z-window --children 100', 'read more of its children'],
    ["tvguide why --json | jq '.causes[].titleIds'", 'the affected titles'],
  ]);
  does(command, async () => (await import('./action.ts')).why);
}
