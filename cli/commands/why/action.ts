import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DescribeExecutionCommand, type DescribeExecutionOutput } from '@aws-sdk/client-sfn';
import { nameOf } from '../../../workflow/arns.ts';
import { historyReader } from '../../../operate/aws/history.ts';
import { isRunning, statusFor } from '../../../operate/aws/interrupted.ts';
import { type Session, withExecution } from '../../session.ts';
import { findRedriver } from '../../../operate/executions/find-redriver.ts';
import { redrivePreview } from '../../../operate/executions/redrive-preview.ts';
import { withProgressTables } from '../../../operate/feeds/progress-tables.ts';
import { startOptionsFor } from '../../input/start-options.ts';
import { ExitCode } from '../../exit-codes.ts';
import type { Invocation } from '../../usage/declare.ts';
import type { ServiceOptions } from '../../usage/options.ts';
import { taskLogPath } from '../../../local/stepfunctions/files.ts';
import { readAttemptLogs } from '../../../operate/run/attempt-log.ts';
import { explainFailure } from '../../../operate/run/failure-chain.ts';
import { summaryIn } from '../../../operate/run/summary.ts';
import { stopOf } from '../../../operate/executions/stopped-by.ts';
import { runRecordPath } from '../../../local/project.ts';
import { commandLine } from '../../called-as.ts';
import { OperationError } from '../../../operate/errors.ts';
import { namesOfTitles } from '../../title-names.ts';
import { explainSetAside } from './explain-set-aside.ts';
import { describeStopped, findStopped } from './explain-stop.ts';
import { type CauseWithLog, describeWaysOn, printFailure } from './print-failure.ts';
import { waysOn } from './ways-on.ts';
import { findRootCauses, type RootCause } from '../../../operate/run/root-cause.ts';

export interface WhyOptions extends ServiceOptions {
  /** The number of failed children of a Map Run to read. */
  readonly children: number;
}

/** Explains why an execution did not succeed, or did not publish some titles. */
export async function why(invocation: Invocation<WhyOptions>): Promise<ExitCode> {
  const { options, io } = invocation;
  return withExecution(invocation, async (session, executionArn) => {
    const { sfn, printer, command, ownFeed } = session;
    const description = await sfn.client.send(new DescribeExecutionCommand({ executionArn }));
    const { redriveStatus, redriveStatusReason } = description;
    const status = statusFor(description);
    const redrive = { redriveStatus, redriveStatusReason };
    const name = nameOf(executionArn);
    const known = { executionArn, status, ...redrive };
    if (status === 'SUCCEEDED') return explainSuccess(session, description, known);
    if (isRunning(description)) {
      printer.json({ ...known, chain: null, causes: [], waysOn: [] });
      printer.result(`${name} has not ended yet; follow it with \`${command(`watch ${name}`)}\``);
      return ExitCode.Success;
    }
    const read = historyReader(sfn);
    const stop = stopOf(description, sfn.target.isLocal);
    const stopped = stop === undefined ? null : await findStopped(session, executionArn, stop);
    const failure = stopped === null ? await explainFailure(sfn, executionArn, options.children, read) : null;
    const roots = failure === null ? [] : await findRootCauses(sfn, executionArn, failure);
    const causes = await withLogs(roots, executionArn, session);
    const preview = await withProgressTables(sfn, io, (tables) =>
      redrivePreview(sfn, tables, executionArn, { ownFeed, read }),
    );
    if (preview.overtakerProblem !== null) printer.warn(preview.overtakerProblem);
    const overtakenBy = preview.overtaker?.executionArn ?? null;
    const ways = waysOn(preview, causes, await findRedriver(sfn, description));
    const affected = causes.flatMap(({ titleIds }) => titleIds);
    const names = await namesOfTitles(session, affected, name);
    printer.json({
      ...{ ...known, overtakenBy, stopped, chain: failure },
      causes: causes.map(asJson),
      ...{ waysOn: ways, names: Object.fromEntries(names) },
    });
    const startOptions = startOptionsFor(description.input);
    const redriveLine = redriveCommand(session, name);
    const facts = { preview, ways, startOptions, command, redrive: redriveLine, names };
    for (const line of stopped === null ? [] : describeStopped(stopped, description)) printer.result(line);
    if (failure !== null) printFailure(printer, failure, causes, facts);
    printer.result(`\n${describeWaysOn(causes, facts).join('\n')}`);
    return ExitCode.Success;
  });
}

async function explainSuccess(
  session: Session,
  { executionArn = '', output }: DescribeExecutionOutput,
  known: object,
): Promise<ExitCode> {
  const { printer, command } = session;
  const name = nameOf(executionArn);
  const summary = summaryIn(output);
  const setAside = summary?.setAside ?? [];
  const ids = setAside.map(({ titleId }) => titleId);
  const names = await namesOfTitles(session, ids, name);
  const named = setAside.map((title) => ({ ...title, name: names.get(title.titleId) ?? null }));
  printer.json({ ...known, chain: null, causes: [], waysOn: [], setAside: named });
  if (summary === undefined) printer.result(`${name} succeeded: there is nothing to explain`);
  else explainSetAside(summary, { name, names, command }, printer);
  return ExitCode.Success;
}

/** Returns the command that redrives an execution, also while no runtime is up. */
function redriveCommand({ sfn, io, command }: Session, name: string): string {
  const isOfNpmStart = existsSync(runRecordPath(join(io.cwd, '.local'), name));
  if (sfn.isRecorded?.() !== true || !isOfNpmStart) return command(`redrive ${name}`);
  return commandLine(`run --redrive ${name}`, io.program);
}

/** The number of last log lines of an attempt to print. */
const MAX_LINES = 20;

/** Adds the log lines of the last attempts; on AWS, these are in CloudWatch. A log that cannot be read is a warning. */
function withLogs(
  causes: readonly RootCause[],
  executionArn: string,
  { sfn, io, printer }: Session,
): Promise<CauseWithLog[]> {
  const path = taskLogPath(join(io.cwd, '.local'), executionArn);
  return Promise.all(
    causes.map(async (cause) => {
      const logs = sfn.target.isLocal
        ? await readAttemptLogs(path, cause.executionArn).catch((error: unknown) => {
            if (!(error instanceof OperationError)) throw error;
            printer.warn(error.message);
            return undefined;
          })
        : undefined;
      return { ...cause, log: logs?.get(cause.scheduledEventId ?? 0)?.slice(-MAX_LINES) ?? [] };
    }),
  );
}

function asJson({ log, ...cause }: CauseWithLog) {
  return { ...cause, log: log.map(({ line }) => JSON.parse(line) as unknown) };
}
