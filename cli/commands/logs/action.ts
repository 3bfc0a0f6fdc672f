import { join } from 'node:path';
import {
  DescribeExecutionCommand,
  type DescribeExecutionOutput,
  DescribeMapRunCommand,
} from '@aws-sdk/client-sfn';
import { taskLogPath } from '../../../local/stepfunctions/files.ts';
import { nameOf } from '../../../workflow/arns.ts';
import type { StepFunctions } from '../../../operate/aws/step-functions.ts';
import { readRunLog, type RunLogLine } from '../../../operate/run/attempt-log.ts';
import { ExitCode } from '../../exit-codes.ts';
import type { Style } from '../../render/printer.ts';
import { type Session, withExecution } from '../../session.ts';
import type { Invocation } from '../../usage/declare.ts';
import type { ServiceOptions } from '../../usage/options.ts';
import { printLogGroups } from './log-groups.ts';

export interface LogsOptions extends ServiceOptions {
  /** The ID of a title. */
  readonly title?: number;
}

/** Prints the log lines of an execution's tasks, with those of its children. */
export async function logs(invocation: Invocation<LogsOptions>): Promise<ExitCode> {
  const { options } = invocation;
  return withExecution(invocation, async (session, executionArn) => {
    const { sfn } = session;
    const description = await sfn.client.send(new DescribeExecutionCommand({ executionArn }));
    if (sfn.target.isLocal) await printLines(session, description, options.title);
    else await printLogGroups(session, description, options);
    return ExitCode.Success;
  });
}

async function printLines(
  { sfn, io, printer }: Session,
  description: DescribeExecutionOutput,
  title: number | undefined,
): Promise<void> {
  const { executionArn = '', mapRunArn } = description;
  const top = mapRunArn === undefined ? executionArn : await parentOf(sfn, mapRunArn);
  const { lines, isCut } = await readRunLog(taskLogPath(join(io.cwd, '.local'), top));
  const wanted = lines.filter(
    (line) =>
      (mapRunArn === undefined || line.executionArn === executionArn) &&
      (title === undefined || names(line, title)),
  );
  for (const line of wanted) {
    printer.json(JSON.parse(line.line));
    printer.result(format(line, printer.style));
  }
  if (wanted.length === 0) {
    const about = title === undefined ? '' : ` about title ${title}`;
    printer.note(`no task of ${nameOf(executionArn)} has logged anything${about}`);
  }
  if (isCut) printer.note('the log is long: only its last 16 MiB were read');
}

async function parentOf({ client }: StepFunctions, mapRunArn: string): Promise<string> {
  const { executionArn = '' } = await client.send(new DescribeMapRunCommand({ mapRunArn }));
  return executionArn;
}

/** Returns true if a line has the ID in the field `titleId`, in the address of a request or in a message. */
function names({ text }: RunLogLine, title: number): boolean {
  return new RegExp(`\\btitle(?:Id=|[/ ])${title}(?!\\d)`).test(text);
}

const LEVEL_WIDTH = 6;

function format({ at, level, state, text }: RunLogLine, style: Style): string {
  const time = style.dim(new Date(at).toISOString().slice('2026-11-24T'.length));
  const padded = level.padEnd(LEVEL_WIDTH);
  const coloured = level === 'ERROR' ? style.red(padded) : level === 'WARN' ? style.yellow(padded) : padded;
  return `${time} ${coloured} ${style.cyan(state)}  ${text}`;
}
