import type { Declaring } from '../../usage/declare.ts';
import { addExamples } from '../../usage/examples.ts';

/** Declares `completion`. */
export function declareCompletion({ program, does }: Declaring): void {
  const command = program
    .command('completion')
    .description('print a shell script that completes commands, options and names of executions')
    .argument('[shell]', 'bash, zsh or fish')
    .argument('[words...]', 'with --suggest: the words of the command line so far, the last one unfinished')
    .option('--suggest', 'print the candidates for the last word, one per line; the scripts call this');
  addExamples(command, [
    ['tvguide completion bash >> ~/.bashrc', 'for each new bash'],
    ['source <(tvguide completion zsh)', 'for this zsh, after compinit'],
    ['tvguide completion fish > ~/.config/fish/completions/tvguide.fish', 'for fish'],
  ]);
  does(command, async () => (await import('./action.ts')).completionOf(program));
}
