import type { DescribeExecutionOutput } from '@aws-sdk/client-sfn';
import { nameOf } from '../../../workflow/arns.ts';
import { isRunning, statusFor } from '../../../operate/aws/interrupted.ts';
import { withExecution } from '../../session.ts';
import { describeOvertaking } from '../../../operate/executions/find-overtaker.ts';
import {
  describeRedriveCost,
  redrivePreview,
  type RedrivePreview,
} from '../../../operate/executions/redrive-preview.ts';
import { withProgressTables } from '../../../operate/feeds/progress-tables.ts';
import { ExitCode } from '../../exit-codes.ts';
import { duration } from '../../render/duration.ts';
import { colourStatus } from '../../render/execution-status.ts';
import { formatMoment } from '../../../operate/format/moment.ts';
import type { Printer } from '../../render/printer.ts';
import { describeWorkTime, type WorkTime, workTimeOf } from '../../render/work-time.ts';
import { outcomeAsJson, outcomeOf, outcomeRows } from './outcome.ts';
import { formatTable } from '../../render/table.ts';
import { shorten } from '../../render/text-width.ts';
import type { Invocation } from '../../usage/declare.ts';
import type { ServiceOptions } from '../../usage/options.ts';
import { readCause } from '../../../events/read-cause.ts';
import { counted } from '../../../operate/format/plural.ts';
import { adviceFor } from '../../../operate/run/advice.ts';
import { workingMsBetween } from '../../../operate/run/stretch.ts';
import { RunFollower } from '../../../operate/run/run-follower.ts';
import { ExecutionSource } from '../../../operate/run/run-source.ts';
import { depthOf, isRepetition, type StateVisit, statusOf } from '../../../operate/run/state-visit.ts';

export interface ShowOptions extends ServiceOptions {
  /** True to print each state's input and output. */
  readonly data?: boolean;
}

const MAX_ERROR_LENGTH = 80;

/** Shows an execution: what it did, and its states with their durations, retries and errors. */
export async function show(invocation: Invocation<ShowOptions>): Promise<ExitCode> {
  const { options, io } = invocation;
  return withExecution(invocation, async (session, executionArn) => {
    const { sfn, printer, command } = session;
    const run = new RunFollower(new ExecutionSource(sfn, executionArn), executionArn);
    await run.refresh(io.monotonic(), 0);
    const { visits } = run;
    const description = describedBy(run);
    const outcome = await outcomeOf(session, run);
    const time = timeOf(run, io.now());
    const preview = await withProgressTables(sfn, io, (tables) =>
      redrivePreview(sfn, tables, executionArn, { ownFeed: session.ownFeed }),
    );
    if (preview.overtakerProblem !== null) printer.warn(preview.overtakerProblem);
    printer.json({
      ...toJson(description, visits, options.data === true),
      ...time,
      ...outcomeAsJson(outcome),
      overtakenBy: preview.overtaker?.executionArn ?? null,
      redrive: redriveAsJson(preview),
    });
    const rows = outcomeRows(outcome, command(`why ${nameOf(executionArn)}`), printer.style);
    printHead(description, { preview, time, rows }, printer);
    printStates(description, run, printer, io.now());
    if (options.data === true) printData(description, visits, printer);
    return ExitCode.Success;
  });
}

/** Formats the time at work in a state until its end or until now; `-` for an interrupted execution. */
function elapsed(
  from: Date | undefined,
  to: Date | undefined,
  { running, history }: RunFollower,
  now: number,
): string {
  if (from === undefined || (to === undefined && !running)) return '-';
  return duration(workingMsBetween(history.stretches, from.getTime(), to?.getTime() ?? now));
}

/** Returns the description of a run that was read. */
function describedBy({ arn, description }: RunFollower): DescribeExecutionOutput {
  return { executionArn: arn, stateMachineArn: '', status: undefined, startDate: undefined, ...description };
}

/** Returns the time at work until the end or now; null for an interrupted execution. */
function timeOf({ description, history, running }: RunFollower, now: number): WorkTime | null {
  const { startDate, stopDate } = description;
  if (startDate === undefined || (stopDate === undefined && !running)) return null;
  const end = running ? now : (stopDate?.getTime() ?? now);
  return workTimeOf(end - startDate.getTime(), history.stretches);
}

/** Returns true if a redrive is possible and can help. */
function canRedrive({ refusal, description: { error = '' } }: RedrivePreview): boolean {
  return refusal === null && adviceFor(error)?.redriveHelps !== false;
}

/** Returns the titles and the maximum cost of a redrive for `--json`; null if none is possible or can help. */
function redriveAsJson(preview: RedrivePreview) {
  const { mapRun, creditsTwice } = preview;
  if (!canRedrive(preview)) return null;
  return { titles: mapRun?.titles ?? null, credits: mapRun?.credits ?? null, creditsTwice };
}

/** The parts of the head beside the description. */
interface HeadFacts {
  readonly preview: RedrivePreview;
  readonly time: WorkTime | null;
  readonly rows: readonly [label: string, value: string][];
}

function printHead(
  description: DescribeExecutionOutput,
  { preview, time, rows: outcome }: HeadFacts,
  printer: Printer,
): void {
  const { executionArn = '', startDate, stopDate, redriveCount = 0, error, cause } = description;
  const { redriveStatus = '', redriveStatusReason } = description;
  const { overtaker } = preview;
  const rows: [string, string][] = [
    ['execution', nameOf(executionArn)],
    ['ARN', executionArn],
    ['status', colourStatus(statusFor(description), printer.style)],
    ['started', formatMoment(startDate)],
    ['ended', formatMoment(stopDate)],
    ['duration', time === null ? '-' : describeWorkTime(time)],
    ['redrives', String(redriveCount)],
    [
      'redrivable',
      redriveStatusReason === undefined ? redriveStatus : `${redriveStatus}: ${redriveStatusReason}`,
    ],
    ...(overtaker === null ? [] : [['overtaken', describeOvertaking(overtaker)] as [string, string]]),
    ...(canRedrive(preview) ? [['redrive', describeRedriveCost(preview)] as [string, string]] : []),
    ...(error === undefined ? [] : [['error', printer.style.red(error)] as [string, string]]),
    ...(cause === undefined ? [] : [['cause', readCause(cause).message] as [string, string]]),
    ...outcome,
  ];
  const width = Math.max(...rows.map(([label]) => label.length));
  for (const [label, value] of rows) printer.result(`${printer.style.dim(label.padEnd(width))}  ${value}`);
}

function printStates(
  description: DescribeExecutionOutput,
  run: RunFollower,
  printer: Printer,
  now: number,
): void {
  const { visits } = run;
  const runs = isRunning(description);
  const listed = visits.filter((visit) => !isRepetition(visit, runs));
  const rows = listed.map((visit) => {
    const failure = visit.failures.at(-1);
    return [
      labelOf(visit),
      colourStatus(statusOf(visit, runs), printer.style),
      elapsed(visit.enteredAt, visit.exitedAt ?? description.stopDate, run, now),
      String(visit.retries),
      failure === undefined ? '' : shorten(`${failure.error}: ${failure.message}`, MAX_ERROR_LENGTH),
    ];
  });
  printer.result('');
  printer.result(formatTable(['state', 'status', 'duration', 'retries', 'last error'], rows, printer.style));
  const others = visits.length - listed.length;
  if (others > 0) {
    const states = counted(others, 'state', 'states');
    printer.note(`${states} of further rounds of waiting for the same run are left out; --json has all`);
  }
}

/** Returns the state's name, indented by depth, with the number of its Map iteration. */
function labelOf(visit: StateVisit): string {
  const iteration = visit.iteration === undefined ? '' : `[${visit.iteration}] `;
  return `${'  '.repeat(depthOf(visit))}${iteration}${visit.name}`;
}

function printData(
  description: DescribeExecutionOutput,
  visits: readonly StateVisit[],
  printer: Printer,
): void {
  const { dim, bold } = printer.style;
  const print = (title: string, input: string | undefined, output: string | undefined) => {
    printer.result(`\n${bold(title)}`);
    printer.result(`${dim('input')}   ${input ?? '-'}`);
    printer.result(`${dim('output')}  ${output ?? '-'}`);
  };
  print('execution', description.input, description.output);
  for (const visit of visits) print(labelOf(visit).trim(), visit.input, visit.output);
}

function toJson(description: DescribeExecutionOutput, visits: readonly StateVisit[], withData: boolean) {
  const { executionArn, name, startDate, stopDate, error, cause } = description;
  const { redriveCount, redriveStatus, redriveStatusReason, input, output } = description;
  const runs = isRunning(description);
  return {
    executionArn,
    name,
    status: statusFor(description),
    startDate,
    stopDate,
    error,
    cause,
    redriveCount,
    redriveStatus,
    redriveStatusReason,
    ...(withData ? { input: parsed(input), output: parsed(output) } : {}),
    states: visits.map((visit) => ({
      name: visit.name,
      type: visit.type,
      depth: depthOf(visit),
      iteration: visit.iteration,
      status: statusOf(visit, runs),
      enteredAt: visit.enteredAt,
      exitedAt: visit.exitedAt,
      retries: visit.retries,
      failures: visit.failures,
      mapRunArn: visit.mapRunArn,
      ...(withData ? { input: parsed(visit.input), output: parsed(visit.output) } : {}),
    })),
  };
}

/** Parses a payload; undefined stays undefined. */
function parsed(text: string | undefined): unknown {
  return text === undefined ? undefined : (JSON.parse(text) as unknown);
}
