import { historyOf } from '../../../operate/aws/history.ts';
import { withExecution } from '../../session.ts';
import { ExitCode } from '../../exit-codes.ts';
import { formatEventLine } from './history-event.ts';
import type { Invocation } from '../../usage/declare.ts';
import type { ServiceOptions } from '../../usage/options.ts';

export interface HistoryOptions extends ServiceOptions {
  readonly reverse?: boolean;
  readonly limit?: number;
}

/** Prints the events of an execution page by page, so that 25,000 events need little memory. */
export async function history(invocation: Invocation<HistoryOptions>): Promise<ExitCode> {
  const { options } = invocation;
  return withExecution(invocation, async ({ sfn, printer }, executionArn) => {
    const { limit = Infinity, reverse = false } = options;
    let count = 0;
    for await (const event of historyOf(sfn, executionArn, reverse)) {
      if (count === limit) break;
      count += 1;
      printer.json(event);
      printer.result(formatEventLine(event, printer.style));
    }
    return ExitCode.Success;
  });
}
