import { DEFAULT_CONSOLE_PORT } from '../../../operate/endpoints/local-ports.ts';
import { integer } from '../../parse/list.ts';
import type { Declaring } from '../../usage/declare.ts';
import { addExamples } from '../../usage/examples.ts';
import { addServiceOptions } from '../../usage/options.ts';

/** Declares `console`. */
export function declareConsole({ program, does }: Declaring): void {
  const command = program
    .command('console')
    .description('serve the console, which shows the executions on AWS in a browser')
    .option('--stream <name>', 'the stream (default: ProgrammeDataStream)')
    .option(
      '--allow-changes',
      'allow the pages to start, stop and redrive executions; always allowed with --local',
    )
    .option('--port <n>', 'port on loopback; 0 takes a free one', integer(0, 65_535), DEFAULT_CONSOLE_PORT);
  addServiceOptions(command);
  addExamples(command, [
    ['tvguide console --profile streaming', 'the executions of that account, read only'],
    ['tvguide console --profile streaming --allow-changes', 'with starting, stopping and redriving'],
    ['tvguide console --local', 'the runtime that is up on this machine'],
  ]);
  does(command, async () => (await import('./action.ts')).console);
}
