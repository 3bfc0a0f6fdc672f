import { DescribeExecutionCommand, type ExecutionListItem } from '@aws-sdk/client-sfn';
import type { StepFunctions } from '../../../operate/aws/step-functions.ts';
import type { Io } from '../../../operate/io.ts';
import { hasName } from '../../../operate/native-error.ts';
import { mapInParallel } from '../../../operate/parallel.ts';
import { RunFollower } from '../../../operate/run/run-follower.ts';
import { ExecutionSource } from '../../../operate/run/run-source.ts';
import type { Stretch } from '../../../operate/run/stretch.ts';
import { summaryIn } from '../../../operate/run/summary.ts';
import type { Session } from '../../session.ts';
import { tallyOf, type TitleTally } from '../../../operate/run/title-tally.ts';

/** A listed execution with its displayed status. */
export type Listed = Omit<ExecutionListItem, 'status'> & { readonly status: string };

/** The facts of an execution that ListExecutions does not return. */
export interface LookedInto {
  readonly titles: TitleTally | null;
  /** Null without a summary. */
  readonly credits: number | null;
  /** The times at work of a redriven execution; empty for others. */
  readonly stretches: readonly Stretch[];
}

/** The facts of an execution that was not looked into. */
export const NOT_LOOKED_INTO: LookedInto = { titles: null, credits: null, stretches: [] };

/** The maximum number of executions to look into. Each takes one to three requests, which AWS limits. */
const LOOKED_INTO = { local: 1_000, aws: 100 };
/** The number of executions that are read at once. */
const AT_ONCE = 8;

/**
 * Reads titles, credits and times of listed executions, the newest first. Executions beyond {@link LOOKED_INTO} have
 * none, which a note says.
 */
export async function lookInto(
  { sfn, io, printer, command }: Session,
  executions: readonly Listed[],
): Promise<readonly LookedInto[]> {
  const most = sfn.target.isLocal ? LOOKED_INTO.local : LOOKED_INTO.aws;
  try {
    const found = await mapInParallel(executions.slice(0, most), AT_ONCE, (one) => lookIntoOne(sfn, io, one));
    if (executions.length > most) {
      printer.note(
        `titles, credits and times at work are those of the newest ${most}; \`${command('show NAME')}\` reads another`,
      );
    }
    return executions.map((_, index) => found[index] ?? NOT_LOOKED_INTO);
  } catch (error) {
    if (!hasName(error, 'AccessDeniedException')) throw error;
    printer.warn(`titles and credits are missing: ${error.message}`);
    return executions.map(() => NOT_LOOKED_INTO);
  }
}

async function lookIntoOne(
  sfn: StepFunctions,
  io: Pick<Io, 'monotonic'>,
  execution: Listed,
): Promise<LookedInto> {
  try {
    return await read(sfn, io, execution);
  } catch (error) {
    // It was removed since it was listed.
    if (hasName(error, 'ExecutionDoesNotExist')) return NOT_LOOKED_INTO;
    throw error;
  }
}

async function read(
  sfn: StepFunctions,
  io: Pick<Io, 'monotonic'>,
  { executionArn = '', status, redriveCount = 0 }: Listed,
): Promise<LookedInto> {
  if (status === 'SUCCEEDED' && redriveCount === 0) {
    const { output } = await sfn.client.send(new DescribeExecutionCommand({ executionArn }));
    const summary = summaryIn(output);
    return { titles: tallyOf(summary, undefined), credits: summary?.creditsUsed ?? null, stretches: [] };
  }
  const run = new RunFollower(new ExecutionSource(sfn, executionArn), executionArn);
  await run.refresh(io.monotonic(), 0, 'row');
  const summary = summaryIn(run.description.output);
  return {
    titles: tallyOf(summary, run.titleCounts),
    credits: summary?.creditsUsed ?? null,
    stretches: run.history.stretches,
  };
}
