import { DescribeExecutionCommand, type DescribeExecutionOutput } from '@aws-sdk/client-sfn';
import { omitUndefined } from '../../events/omit-undefined.ts';
import { executionsOf, UNSUCCESSFUL } from '../aws/executions.ts';
import { type HistoryReader, historyReader } from '../aws/history.ts';
import { isInterrupted, statusFor } from '../aws/interrupted.ts';
import type { StepFunctions } from '../aws/step-functions.ts';
import { readCause } from '../../events/read-cause.ts';
import { reduceHistory } from './reduce-history.ts';
import type { StateVisit } from './state-visit.ts';
import { titlesIn } from './titles-in.ts';

/** One step on the way from an execution down to the root cause. */
export interface ChainLink {
  readonly executionArn: string;
  readonly status: string;
  /** Absent if the execution as a whole timed out or was stopped. */
  readonly state?: string;
  readonly error: string;
  readonly message: string;
  /** The number of attempts since the state was entered or last redriven; 0 for a Map. */
  readonly attempts: number;
  /** The number of the last attempt, over all redrives; 0 for a Map. */
  readonly attemptNumber: number;
  /** The titles that the state was working on. */
  readonly titleIds: readonly number[];
  readonly mapRunArn?: string;
  /** The id of the event that scheduled the last attempt of a task. */
  readonly scheduledEventId?: number;
}

/** A failure with its distinct causes. */
export interface FailureNode {
  readonly link: ChainLink;
  readonly causes: readonly FailureNode[];
  /** The number of children with the same error in the same state, of those that were read. */
  readonly count: number;
  /** The titles of these children. */
  readonly titleIds: readonly number[];
  /** The number of failed children of the Map Run that were not read. */
  readonly notLookedInto: number;
  /** The number of children of the Map Run that were stopped because others failed. */
  readonly stopped: number;
}

/**
 * Follows a failed execution through Map Runs and their children to the root causes. At most `childLimit` children of
 * each Map Run are read. Children with the same error in the same state are grouped.
 * @example const roots = rootsOf(await explainFailure(sfn, executionArn, 10))
 */
export async function explainFailure(
  sfn: StepFunctions,
  executionArn: string,
  childLimit: number,
  read = historyReader(sfn),
): Promise<FailureNode> {
  const description = await sfn.client.send(new DescribeExecutionCommand({ executionArn }));
  const link = await linkOf(read, description);
  const { causes, notLookedInto, stopped } =
    link.mapRunArn === undefined
      ? { causes: [], notLookedInto: 0, stopped: 0 }
      : await explainChildren(sfn, link.mapRunArn, childLimit, read);
  return { link, causes, count: 1, titleIds: link.titleIds, notLookedInto, stopped };
}

async function linkOf(read: HistoryReader, description: DescribeExecutionOutput): Promise<ChainLink> {
  const { executionArn = '', input, error, cause = '' } = description;
  const status = statusFor(description);
  const history = reduceHistory(await read(executionArn));
  if (isInterrupted(description)) return interruptedLink(executionArn, status, history.visits);
  const visit = history.failedVisit(error);
  const failure = visit?.failures.at(-1);
  const titleIds = titlesIn(visit?.input);
  return {
    executionArn,
    status,
    ...omitUndefined({ state: visit?.name }),
    error: failure?.error ?? error ?? status,
    message: failure?.message ?? readCause(cause).message,
    attempts: visit?.recentAttempts ?? 0,
    attemptNumber: visit?.attempts.length ?? 0,
    titleIds: titleIds.length > 0 ? titleIds : titlesIn(input),
    ...omitUndefined({
      mapRunArn: visit?.mapRunArn,
      scheduledEventId: visit?.attempts.at(-1)?.[0]?.id,
    }),
  };
}

/** Describes an interrupted execution. Its children were interrupted with it and explain nothing. */
function interruptedLink(executionArn: string, status: string, visits: readonly StateVisit[]): ChainLink {
  const open = visits.find(({ exitedAt }) => exitedAt === undefined);
  return {
    executionArn,
    status,
    ...omitUndefined({ state: open?.name }),
    error: 'Interrupted',
    message: 'the process that ran the execution has ended',
    attempts: 0,
    attemptNumber: 0,
    titleIds: [],
  };
}

async function explainChildren(
  sfn: StepFunctions,
  mapRunArn: string,
  childLimit: number,
  read: HistoryReader,
) {
  const groups = new Map<string, FailureNode>();
  let notLookedInto = 0;
  let stopped = 0;
  let lookedInto = 0;
  // Failed children come first: one that was stopped because another failed explains nothing.
  for (const statusFilter of UNSUCCESSFUL) {
    const hasFailed = groups.size > 0;
    for await (const { executionArn } of executionsOf(sfn, { mapRunArn, statusFilter })) {
      if (executionArn === undefined) continue;
      if (statusFilter === 'ABORTED' && hasFailed) {
        stopped += 1;
        continue;
      }
      if (lookedInto === childLimit) {
        notLookedInto += 1;
        continue;
      }
      lookedInto += 1;
      const node = await explainFailure(sfn, executionArn, childLimit, read);
      const key = JSON.stringify([node.link.state, node.link.error]);
      const known = groups.get(key);
      groups.set(key, known === undefined ? node : join(known, node));
    }
  }
  return { causes: [...groups.values()].toSorted((a, b) => b.count - a.count), notLookedInto, stopped };
}

function join(known: FailureNode, another: FailureNode): FailureNode {
  return {
    ...known,
    count: known.count + another.count,
    titleIds: [...known.titleIds, ...another.titleIds],
    notLookedInto: known.notLookedInto + another.notLookedInto,
    stopped: known.stopped + another.stopped,
  };
}

/** Returns the root causes of a failure. */
export function rootsOf(node: FailureNode): readonly FailureNode[] {
  return node.causes.length === 0 ? [node] : node.causes.flatMap(rootsOf);
}
