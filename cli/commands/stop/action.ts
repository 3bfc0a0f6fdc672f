import {
  DescribeExecutionCommand,
  type DescribeExecutionOutput,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { omitUndefined } from '../../../events/omit-undefined.ts';
import { nameOf } from '../../../workflow/arns.ts';
import { resolveExecution } from '../../../operate/aws/executions.ts';
import { isInterrupted, isRunning, statusFor } from '../../../operate/aws/interrupted.ts';
import { pause } from '../../../operate/aws/pause.ts';
import { type ConfirmOptions, ensureAnswerable, isConfirmed } from '../../confirm.ts';
import { OperationError } from '../../../operate/errors.ts';
import { describeCost, redrivePreview } from '../../../operate/executions/redrive-preview.ts';
import { STOPPED } from '../../../operate/executions/stopped-by.ts';
import { withProgressTables } from '../../../operate/feeds/progress-tables.ts';
import { ExitCode } from '../../exit-codes.ts';
import { duration } from '../../render/duration.ts';
import { colourStatus } from '../../render/execution-status.ts';
import { type Session, withStepFunctions } from '../../session.ts';
import type { Invocation } from '../../usage/declare.ts';
import type { ServiceOptions } from '../../usage/options.ts';

export interface StopOptions extends ServiceOptions, ConfirmOptions {
  readonly error?: string;
  readonly cause?: string;
}

/** The time between two looks at the execution. AWS allows ten DescribeExecution requests per second. */
const POLL_MS = 500;

/** Stops an execution and waits for its end: its children may run until then. */
export async function stop(invocation: Invocation<StopOptions>): Promise<ExitCode> {
  const { operands, options, io } = invocation;
  ensureAnswerable('stop', options, io);
  return withStepFunctions(invocation, async (session) => {
    const { sfn, printer, command } = session;
    const executionArn = await resolveExecution(sfn, operands[0] ?? '', options, io.env);
    const name = nameOf(executionArn);
    const description = await sfn.client.send(new DescribeExecutionCommand({ executionArn }));
    refuseUnlessRunning(description, command(`redrive ${name}`));
    const age = io.now() - (description.startDate?.getTime() ?? io.now());
    printer.note(
      `${name} has been running for ${duration(Math.max(0, age))}. What it has published stays published.`,
    );
    if (!(await isConfirmed(`Stop ${name}?`, options, io))) {
      printer.note('nothing was stopped');
      return ExitCode.Failure;
    }
    const { error, cause } = options;
    const reason =
      error === undefined && cause === undefined ? STOPPED.byCommand : omitUndefined({ error, cause });
    await sfn.client.send(new StopExecutionCommand({ executionArn, ...reason }));
    const ended = await endOf(session, executionArn);
    await printEnd(session, name, ended);
    // The execution may have ended before it was stopped.
    return ended.status === 'ABORTED' ? ExitCode.Success : ExitCode.Failure;
  });
}

function refuseUnlessRunning(description: DescribeExecutionOutput, redrive: string): void {
  if (isRunning(description)) return;
  const name = nameOf(description.executionArn ?? '');
  if (isInterrupted(description)) {
    throw new OperationError(
      `${name} was interrupted, and nothing of it is running; continue it with \`${redrive}\``,
    );
  }
  throw new OperationError(`${name} has ended already: it is ${statusFor(description)}`);
}

async function endOf({ sfn, io }: Session, executionArn: string): Promise<DescribeExecutionOutput> {
  for (;;) {
    const description = await sfn.client.send(new DescribeExecutionCommand({ executionArn }));
    if (!isRunning(description)) return description;
    await pause(io, POLL_MS);
  }
}

async function printEnd(
  { sfn, io, printer, command, ownFeed }: Session,
  name: string,
  {
    executionArn = '',
    status = 'RUNNING',
    stopDate,
    error,
    cause,
    redriveStatus,
    redriveStatusReason,
  }: DescribeExecutionOutput,
): Promise<void> {
  printer.json({
    executionArn,
    status,
    stopDate,
    error: error ?? null,
    cause: cause ?? null,
    redriveStatus,
    redriveStatusReason,
  });
  printer.result(`${colourStatus(status, printer.style)}  ${name}`);
  if (status !== 'ABORTED') printer.warn(`${name} ended before it could be stopped`);
  else if (redriveStatus === 'REDRIVABLE') {
    const { mapRun } = await withProgressTables(sfn, io, (tables) =>
      redrivePreview(sfn, tables, executionArn, { ownFeed }),
    );
    const cost = mapRun === null ? '' : `, and ${describeCost(mapRun)}`;
    printer.note(`redrive: \`${command(`redrive ${name}`)}\` continues where it was stopped${cost}`);
  }
}
