import type { ExecutionStatus } from '@aws-sdk/client-sfn';
import { newestWith, statusOfListed } from '../../../operate/aws/executions.ts';
import type { ShownStatus } from '../../../operate/aws/execution-statuses.ts';
import { momentOf, type Since } from '../../../operate/parse/since.ts';
import { withStepFunctions } from '../../session.ts';
import { resolveStateMachine } from '../../../operate/aws/state-machine.ts';
import { ExitCode } from '../../exit-codes.ts';
import { duration } from '../../render/duration.ts';
import { colourStatus } from '../../render/execution-status.ts';
import { formatMoment } from '../../../operate/format/moment.ts';
import { describeTally } from '../../render/title-tally.ts';
import { type WorkTime, workTimeOf } from '../../render/work-time.ts';
import { type Listed, type LookedInto, lookInto, NOT_LOOKED_INTO } from './look-into.ts';
import { fitColumns, formatTable } from '../../render/table.ts';
import type { Invocation } from '../../usage/declare.ts';
import type { ServiceOptions } from '../../usage/options.ts';

export interface ListOptions extends ServiceOptions {
  /** Default: all. */
  readonly status?: readonly ShownStatus[];
  readonly since?: Since;
  readonly limit: number;
}

/** The largest page of ListExecutions. */
const MAX_PAGE = 1000;

/** Lists the newest executions. */
export async function list(invocation: Invocation<ListOptions>): Promise<ExitCode> {
  const { options, io } = invocation;
  return withStepFunctions(
    invocation,
    async (session) => {
      const { sfn, printer, command } = session;
      const stateMachineArn = await resolveStateMachine(sfn, options, io.env);
      const earliest = options.since === undefined ? 0 : momentOf(options.since, io.now());
      const executions: Listed[] = [];
      let more = false;
      // One more than the limit shows if there are more.
      for await (const execution of newestWith(
        sfn,
        stateMachineArn,
        filtersOf(options.status),
        Math.min(options.limit + 1, MAX_PAGE),
      )) {
        if ((execution.startDate?.getTime() ?? 0) < earliest) break;
        const status = await statusOfListed(sfn, execution);
        if (options.status !== undefined && !options.status.some((wanted) => wanted === status)) continue;
        more = executions.length === options.limit;
        if (more) break;
        executions.push({ ...execution, status });
      }
      const looked = await lookInto(session, executions);
      const listed = executions.map((execution, index) => listedRun(execution, looked[index], io.now()));
      printer.json({ executions: listed.map(asJson) });
      if (executions.length === 0) {
        const isFiltered = options.status !== undefined || options.since !== undefined;
        printer.note(
          isFiltered ? 'no such execution' : `no execution yet: start one with \`${command('start')}\``,
        );
      } else {
        const rows = listed.map(({ execution, looked: { titles, credits }, time }) => [
          execution.name ?? '',
          colourStatus(execution.status, printer.style),
          formatMoment(execution.startDate),
          time === null ? '-' : duration(time.workingMs),
          describeTally(titles),
          credits === null ? '-' : String(credits),
          String(execution.redriveCount ?? 0),
        ]);
        const columns = ['name', 'status', 'started', 'duration', 'published', 'credits', 'redrives'];
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

/** Returns the statuses to ask Step Functions for; undefined asks for all. */
function filtersOf(statuses: readonly ShownStatus[] | undefined): readonly (ExecutionStatus | undefined)[] {
  if (statuses === undefined) return [undefined];
  // ListExecutions reports interrupted executions as RUNNING.
  return [...new Set(statuses.map((status) => (status === 'INTERRUPTED' ? 'RUNNING' : status)))];
}

/** A listed execution with what was read of it. */
interface ListedRun {
  readonly execution: Listed;
  readonly looked: LookedInto;
  /** Null for an interrupted execution, which has no end. */
  readonly time: WorkTime | null;
}

function listedRun(execution: Listed, looked: LookedInto = NOT_LOOKED_INTO, now: number): ListedRun {
  const { startDate, stopDate, status } = execution;
  const end = stopDate?.getTime() ?? (status === 'RUNNING' ? now : undefined);
  const isKnown = startDate !== undefined && end !== undefined;
  const time = isKnown ? workTimeOf(end - startDate.getTime(), looked.stretches) : null;
  return { execution, looked, time };
}

function asJson({ execution, looked: { titles, credits }, time }: ListedRun) {
  return { ...execution, ...time, titles, credits };
}
