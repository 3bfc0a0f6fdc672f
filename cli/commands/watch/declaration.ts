import type { Declaring } from '../../usage/declare.ts';
import { addExamples } from '../../usage/examples.ts';
import { EXECUTION } from '../../usage/operands.ts';
import { addServiceOptions } from '../../usage/options.ts';

/** Declares `watch`. */
export function declareWatch({ program, does }: Declaring): void {
  const command = program
    .command('watch')
    .description('follow an execution until it ends: states, titles, retries, time remaining')
    .argument('[execution]', EXECUTION);
  addServiceOptions(command);
  addExamples(command, [
    ['tvguide watch', 'the newest execution'],
    ['tvguide watch manual-2026-11-24T10-15-00Z-window', 'by name'],
    ['tvguide watch --json | jq .output', 'the summary, once the run has ended'],
  ]);
  does(command, async () => (await import('./action.ts')).watch);
}
