import { join } from 'node:path';
import { DescribeExecutionCommand } from '@aws-sdk/client-sfn';
import { nameOf } from '../../../workflow/arns.ts';
import { resolveExecution } from '../../../operate/aws/executions.ts';
import { historyReader } from '../../../operate/aws/history.ts';
import { isRunning, statusFor } from '../../../operate/aws/interrupted.ts';
import { type Session, withStepFunctions } from '../../session.ts';
import { redrivePreview } from '../../../operate/executions/redrive-preview.ts';
import { withProgressTables } from '../../../operate/feeds/progress-tables.ts';
import { startOptionsFor } from '../../input/start-options.ts';
import { ExitCode } from '../../exit-codes.ts';
import type { Invocation } from '../../usage/declare.ts';
import type { ServiceOptions } from '../../usage/options.ts';
import { taskLogPath } from '../../../local/stepfunctions/files.ts';
import { readAttemptLogs } from '../../../operate/run/attempt-log.ts';
import { explainFailure } from '../../../operate/run/failure-chain.ts';
import { type CauseWithLog, printFailure } from './print-failure.ts';
import { findRedriver, waysOn } from './ways-on.ts';
import { findRootCauses, type RootCause } from '../../../operate/run/root-cause.ts';

export interface WhyOptions extends ServiceOptions {
  /** The number of failed children of a Map Run to read. */
  readonly children: number;
}

/** Explains why an execution did not succeed. */
export async function why(invocation: Invocation<WhyOptions>): Promise<ExitCode> {
  const { operands, options, io } = invocation;
  const [execution = 'last'] = operands;
  return withStepFunctions(
    invocation,
    async (session) => {
      const { sfn, printer, command } = session;
      const executionArn = await resolveExecution(sfn, execution, options, io.env);
      const description = await sfn.client.send(new DescribeExecutionCommand({ executionArn }));
      const { redriveStatus, redriveStatusReason } = description;
      const status = statusFor(description);
      const redrive = { redriveStatus, redriveStatusReason };
      if (status === 'SUCCEEDED' || isRunning(description)) {
        const name = nameOf(executionArn);
        printer.json({ executionArn, status, ...redrive, chain: null, causes: [], waysOn: [] });
        printer.result(
          status === 'SUCCEEDED'
            ? `${name} succeeded: there is nothing to explain`
            : `${name} has not ended yet; follow it with \`${command(`watch ${name}`)}\``,
        );
        return ExitCode.Success;
      }
      const read = historyReader(sfn);
      const failure = await explainFailure(sfn, executionArn, options.children, read);
      const causes = await withLogs(await findRootCauses(sfn, executionArn, failure), executionArn, session);
      const preview = await withProgressTables(sfn, io, (tables) =>
        redrivePreview(sfn, tables, executionArn, read),
      );
      if (preview.overtakerProblem !== null) printer.warn(preview.overtakerProblem);
      const overtakenBy = preview.overtaker?.executionArn ?? null;
      const ways = waysOn(preview, causes, await findRedriver(sfn, description));
      printer.json({
        executionArn,
        status,
        ...redrive,
        overtakenBy,
        chain: failure,
        causes: causes.map(asJson),
        waysOn: ways,
      });
      const startOptions = startOptionsFor(description.input);
      printFailure(printer, failure, causes, { preview, ways, startOptions, command });
      return ExitCode.Success;
    },
    { readsFiles: true },
  );
}

/** The number of last log lines of an attempt to print. */
const MAX_LINES = 20;

/** Adds the log lines of the last attempts; on AWS, these are in CloudWatch. */
function withLogs(
  causes: readonly RootCause[],
  executionArn: string,
  { sfn, io }: Session,
): Promise<CauseWithLog[]> {
  const path = taskLogPath(join(io.cwd, '.local'), executionArn);
  return Promise.all(
    causes.map(async (cause) => {
      const logs = sfn.target.isLocal ? await readAttemptLogs(path, cause.executionArn) : undefined;
      return { ...cause, log: logs?.get(cause.scheduledEventId ?? 0)?.slice(-MAX_LINES) ?? [] };
    }),
  );
}

function asJson({ log, ...cause }: CauseWithLog) {
  return { ...cause, log: log.map(({ line }) => JSON.parse(line) as unknown) };
}
