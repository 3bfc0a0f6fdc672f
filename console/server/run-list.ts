import type { ExecutionListItem, ExecutionStatus } from '@aws-sdk/client-sfn';
import { executionsOf } from '../../operate/aws/executions.ts';
import { DEFAULT_FEED } from '../../events/feeds.ts';
import { omitUndefined } from '../../events/omit-undefined.ts';
import type { RunList, RunRow } from '../api/index.ts';
import { idOf } from './ids.ts';
import { mapRunView } from './map-run-view.ts';
import { factsOfInput } from './run-facts.ts';
import type { RunModel } from './run-model.ts';
import type { ConsoleContext } from './context.ts';

/** What a page asks for. */
export interface RunFilter {
  readonly status: ExecutionStatus | undefined;
  readonly feed: string | undefined;
  /** Epoch milliseconds. */
  readonly since: number;
  readonly limit: number;
}

/** How many runs are looked at side by side: the first look at one takes three requests, one after the other. */
const AT_ONCE = 10;

/** The newest runs that the filter lets through. */
export async function listRuns(
  context: ConsoleContext,
  { status, feed, since, limit }: RunFilter,
): Promise<RunList> {
  const { stateMachineArn } = context.options;
  const filter = { stateMachineArn, ...omitUndefined({ statusFilter: status }) };
  const runs: RunRow[] = [];
  let items: ExecutionListItem[] = [];
  const lookAtThem = async () => {
    const rows = await Promise.all(items.map((item) => rowOf(context, item)));
    runs.push(...rows.filter((row) => feed === undefined || (row.feed ?? DEFAULT_FEED) === feed));
    items = [];
  };
  for await (const item of executionsOf(context.sfn, filter, Math.min(limit + 1, 1000))) {
    if ((item.startDate?.getTime() ?? 0) < since) break;
    if (items.length === Math.min(AT_ONCE, limit - runs.length)) await lookAtThem();
    if (runs.length === limit) return { runs, more: true };
    items.push(item);
  }
  await lookAtThem();
  return { runs, more: false };
}

/** A run as a list shows it. */
export function rowOfModel(model: RunModel): RunRow {
  const { id, name, status, startedAt, endedAt, redriveCount, feed, window, numbers, input } = model.head();
  const { titles, dryRun } = factsOfInput(input ?? undefined);
  const mapRun = model.mapRuns.at(-1);
  return {
    id,
    name,
    status,
    startedAt,
    endedAt,
    redriveCount,
    feed,
    window,
    numbers,
    titles,
    dryRun,
    progress: numbers !== null || mapRun === undefined ? null : mapRunView(mapRun).items,
  };
}

/** Rows of runs that have ended, with what the list said of each then. */
const endedRows = new WeakMap<ConsoleContext, Map<string, { readonly mark: string; readonly row: RunRow }>>();
/** How many rows are kept; the oldest goes first. */
const KEPT_ROWS = 5_000;

/**
 * A list tells neither what a run was about nor what came of it: each is looked at once, those that run again and
 * again. What has ended can only be redriven, which the list tells.
 */
async function rowOf(context: ConsoleContext, item: ExecutionListItem): Promise<RunRow> {
  const { executionArn = '', status = '', redriveCount = 0, stopDate } = item;
  const known = endedRows.get(context) ?? new Map<string, { readonly mark: string; readonly row: RunRow }>();
  endedRows.set(context, known);
  const mark = `${status} ${redriveCount} ${stopDate?.getTime() ?? 0}`;
  const kept = known.get(executionArn);
  if (kept?.mark === mark) return kept.row;
  const model = await context.models.get(executionArn, 'row');
  const row = rowOfModel(model);
  if (model.settled && row.status === status && row.redriveCount === redriveCount) {
    known.delete(executionArn);
    known.set(executionArn, { mark, row });
    const [oldest] = known.keys();
    if (known.size > KEPT_ROWS && oldest !== undefined) known.delete(oldest);
  }
  return row;
}

/** The ids of the newest runs. */
export async function newestRuns(context: ConsoleContext, count: number): Promise<string[]> {
  const ids: string[] = [];
  const { stateMachineArn } = context.options;
  for await (const { executionArn = '' } of executionsOf(context.sfn, { stateMachineArn }, count)) {
    ids.push(idOf(executionArn));
    if (ids.length === count) break;
  }
  return ids;
}
