import type { DescribeExecutionOutput } from '@aws-sdk/client-sfn';
import { nameOf } from '../../../workflow/arns.ts';
import type { Stop } from '../../../operate/executions/stopped-by.ts';
import { formatMoment } from '../../../operate/format/moment.ts';
import { RunFollower } from '../../../operate/run/run-follower.ts';
import { ExecutionSource } from '../../../operate/run/run-source.ts';
import { tallyOf, type TitleTally } from '../../../operate/run/title-tally.ts';
import { describeItems } from '../../render/title-tally.ts';
import { describeWorkTime, type WorkTime, workTimeOf } from '../../render/work-time.ts';
import type { Session } from '../../session.ts';

/** The end of a stopped execution: who or what stopped it, where, and how far it was. */
export interface Stopped extends Stop {
  /** The state that it was in; null before the first. */
  readonly state: string | null;
  readonly titles: TitleTally | null;
  /** Null for an interrupted execution, which has no end. */
  readonly time: WorkTime | null;
}

/** Finds where a stopped execution was, and how far. */
export async function findStopped({ sfn, io }: Session, executionArn: string, stop: Stop): Promise<Stopped> {
  const run = new RunFollower(new ExecutionSource(sfn, executionArn), executionArn);
  await run.refresh(io.monotonic(), 0);
  const { startDate, stopDate } = run.description;
  const isKnown = startDate !== undefined && stopDate !== undefined;
  return {
    ...stop,
    state: run.visits.find(({ exitedAt }) => exitedAt === undefined)?.name ?? null,
    titles: tallyOf(undefined, run.titleCounts),
    time: isKnown ? workTimeOf(stopDate.getTime() - startDate.getTime(), run.history.stretches) : null,
  };
}

/** Describes a stopped execution in lines. */
export function describeStopped(
  { how, state, titles, time }: Stopped,
  { executionArn = '', stopDate }: DescribeExecutionOutput,
): string[] {
  const items = titles?.items ?? null;
  return [
    `${nameOf(executionArn)} ${how}`,
    ...(state === null ? [] : [`  state    ${state}`]),
    ...(time === null ? [] : [`  ended    ${formatMoment(stopDate)}, after ${describeWorkTime(time)}`]),
    ...(items === null ? [] : [`  titles   ${describeItems(items)}. What was published stays published.`]),
  ];
}
