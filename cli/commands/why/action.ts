import { DescribeExecutionCommand } from '@aws-sdk/client-sfn';
import { nameOf } from '../../../operate/aws/arns.ts';
import { resolveExecution } from '../../../operate/aws/executions.ts';
import { isRunning, statusFor } from '../../../operate/aws/interrupted.ts';
import { type Session, withStepFunctions } from '../../session.ts';
import { describeOvertaker, overtakerOf } from '../../../operate/executions/find-overtaker.ts';
import { startOptionsFor } from '../../input/start-options.ts';
import { ExitCode } from '../../exit-codes.ts';
import type { Invocation } from '../../usage/declare.ts';
import type { ServiceOptions } from '../../usage/options.ts';
import { explainFailure } from '../../../operate/run/failure-chain.ts';
import { readAttemptLog } from './attempt-log.ts';
import { type CauseWithLog, printFailure } from './print-failure.ts';
import { countTitlesLeft, findRedriver, waysOn } from './ways-on.ts';
import { findRootCauses, type RootCause } from '../../../operate/run/root-cause.ts';

export interface WhyOptions extends ServiceOptions {
  /** How many failed children of a Map Run to look into. */
  readonly children: number;
}

/** Explains why an execution did not succeed. */
export async function why(invocation: Invocation<WhyOptions>): Promise<ExitCode> {
  const { operands, options, io } = invocation;
  const [execution = 'last'] = operands;
  return withStepFunctions(invocation, async (session) => {
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
    const failure = await explainFailure(sfn, executionArn, options.children);
    const causes = await withLogs(await findRootCauses(sfn, executionArn, failure), executionArn, session);
    const left = await countTitlesLeft(sfn, failure);
    const overtaker = await overtakerOf(description, session, (message) => session.printer.warn(message));
    const overtakenBy = overtaker?.executionArn ?? null;
    const redriver = await findRedriver(sfn, description);
    const ways = waysOn(description, causes, left, { redriver, isOvertaken: overtaker !== null });
    printer.json({ executionArn, status, ...redrive, overtakenBy, chain: failure, causes, waysOn: ways });
    const overtaken =
      overtaker === null
        ? undefined
        : describeOvertaker(overtaker, { fetchesTitles: left !== undefined, titles: left });
    const startOptions = startOptionsFor(description.input);
    printFailure(printer, failure, causes, {
      ...{ executionArn, ...redrive, overtaken, ways, startOptions, command },
    });
    return ExitCode.Success;
  });
}

/** Causes with what the tasks of this machine wrote in their last attempts; on AWS CloudWatch has that. */
function withLogs(
  causes: readonly RootCause[],
  executionArn: string,
  { sfn, io }: Session,
): Promise<CauseWithLog[]> {
  return Promise.all(
    causes.map(async (cause) => ({
      ...cause,
      log: sfn.target.isLocal ? await readAttemptLog(io.cwd, executionArn, cause) : [],
    })),
  );
}
