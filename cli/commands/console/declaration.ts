import { DEFAULT_CONSOLE_PORT } from '../../runtime/local-ports.ts';
import { integer } from '../../parse/list.ts';
import { addExamples, type Declaring } from '../../usage/declare.ts';
import { addServiceOptions } from '../../usage/options.ts';

/** Declares `console`. */
export function declareConsole({ program, does }: Declaring): void {
  const command = program
    .command('console')
    .description('serve the console, in which runs are looked into with a browser, over executions on AWS')
    .option('--stream <name>', 'the stream (default: ProgrammeDataStream)')
    .option('--allow-changes', 'let the pages start, stop and redrive executions; on this machine they may')
    .option('--port <n>', 'port on loopback; 0: a free one', integer(0, 65_535), DEFAULT_CONSOLE_PORT);
  addServiceOptions(command);
  addExamples(command, [
    ['tvguide console --profile streaming', 'over the executions of that account, to look only'],
    ['tvguide console --profile streaming --allow-changes', 'and to start, stop and redrive'],
    ['tvguide console --local', 'over a runtime that is up already'],
  ]);
  does(command, async () => (await import('./action.ts')).console);
}
