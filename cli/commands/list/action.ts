import type { ExecutionListItem, ExecutionStatus } from '@aws-sdk/client-sfn';
import { executionsOf, statusOfListed } from '../../../operate/aws/executions.ts';
import { withStepFunctions } from '../../session.ts';
import { resolveStateMachine } from '../../../operate/aws/state-machine.ts';
import { ExitCode } from '../../exit-codes.ts';
import { duration } from '../../render/duration.ts';
import { colourStatus } from '../../render/execution-status.ts';
import { formatMoment } from '../../../operate/format/moment.ts';
import { fitColumns, formatTable } from '../../render/table.ts';
import type { Invocation } from '../../usage/declare.ts';
import type { ServiceOptions } from '../../usage/options.ts';

export interface ListOptions extends ServiceOptions {
  /** INTERRUPTED is a RUNNING execution whose process has ended. */
  readonly status?: ExecutionStatus | 'INTERRUPTED';
  /** Milliseconds back from now. */
  readonly since?: number;
  readonly limit: number;
}

/** A listed execution with its displayed status. */
type Listed = Omit<ExecutionListItem, 'status'> & { readonly status: string };

/** The largest page of ListExecutions. */
const MAX_PAGE = 1000;

/** Lists the newest executions. */
export async function list(invocation: Invocation<ListOptions>): Promise<ExitCode> {
  const { options, io } = invocation;
  return withStepFunctions(
    invocation,
    async ({ sfn, printer, command }) => {
      const stateMachineArn = await resolveStateMachine(sfn, options, io.env);
      const filter = {
        stateMachineArn,
        ...(options.status === undefined
          ? {}
          : { statusFilter: options.status === 'INTERRUPTED' ? ('RUNNING' as const) : options.status }),
      };
      const earliest = options.since === undefined ? 0 : io.now() - options.since;
      const executions: Listed[] = [];
      let more = false;
      // One more than the limit shows if there are more.
      for await (const execution of executionsOf(sfn, filter, Math.min(options.limit + 1, MAX_PAGE))) {
        if ((execution.startDate?.getTime() ?? 0) < earliest) break;
        const status = await statusOfListed(sfn, execution);
        if (options.status !== undefined && status !== options.status) continue;
        more = executions.length === options.limit;
        if (more) break;
        executions.push({ ...execution, status });
      }
      printer.json({ executions });
      if (executions.length === 0) {
        const isFiltered = options.status !== undefined || options.since !== undefined;
        printer.note(
          isFiltered ? 'no such execution' : `no execution yet: start one with \`${command('start')}\``,
        );
      } else {
        const rows = executions.map((execution) => [
          execution.name ?? '',
          colourStatus(execution.status, printer.style),
          formatMoment(execution.startDate),
          durationOf(execution, io.now()),
          String(execution.redriveCount ?? 0),
        ]);
        const columns = ['name', 'status', 'started', 'duration', 'redrives'];
        const fitting = io.out.isTTY
          ? fitColumns(columns, rows, io.out.columns)
          : { headings: columns, rows };
        printer.result(formatTable(fitting.headings, fitting.rows, printer.style));
      }
      if (more) printer.note(`only the newest ${options.limit} are shown; more with --limit`);
      return ExitCode.Success;
    },
    { readsFiles: true },
  );
}

/** Formats the duration of an execution, which is unknown for an interrupted one. */
function durationOf({ startDate, stopDate, status }: Listed, now: number): string {
  const end = stopDate?.getTime() ?? (status === 'RUNNING' ? now : undefined);
  return startDate === undefined || end === undefined ? '-' : duration(end - startDate.getTime());
}
