import type { ExecutionListItem, ExecutionStatus } from '@aws-sdk/client-sfn';
import { executionsOf } from '../../cli/aws/executions.ts';
import { DEFAULT_FEED } from '../../events/feeds.ts';
import { omitUndefined } from '../../events/omit-undefined.ts';
import type { RunList, RunRow } from '../api.ts';
import { idOf } from './ids.ts';
import { mapRunView } from './map-run-view.ts';
import type { RunModel } from './run-model.ts';
import type { World } from './world.ts';

/** What a page asks for. */
export interface RunFilter {
  readonly status: ExecutionStatus | undefined;
  readonly feed: string | undefined;
  /** Epoch milliseconds. */
  readonly since: number;
  readonly limit: number;
}

/** The newest runs that the filter lets through. */
export async function listRuns(world: World, { status, feed, since, limit }: RunFilter): Promise<RunList> {
  const { stateMachineArn } = world.options;
  const filter = { stateMachineArn, ...omitUndefined({ statusFilter: status }) };
  const runs: RunRow[] = [];
  for await (const item of executionsOf(world.sfn, filter, Math.min(limit + 1, 1000))) {
    if ((item.startDate?.getTime() ?? 0) < since) break;
    if (runs.length === limit) return { runs, more: true };
    const row = await rowOf(world, item);
    if (feed === undefined || (row.feed ?? DEFAULT_FEED) === feed) runs.push(row);
  }
  return { runs, more: false };
}

/** A run as a list shows it. */
export function rowOfModel(model: RunModel): RunRow {
  const { id, name, status, startedAt, endedAt, redriveCount, feed, window, numbers, input } = model.head();
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
    dryRun: input?.includes('"dryRun":true') ?? false,
    progress: numbers !== null || mapRun === undefined ? null : mapRunView(mapRun).items,
  };
}

/** A list tells neither what a run was about nor what came of it: each is looked at once, the running ones again. */
async function rowOf(world: World, { executionArn = '' }: ExecutionListItem): Promise<RunRow> {
  return rowOfModel(await world.models.get(executionArn));
}

/** The ids of the newest runs. */
export async function newestRuns(world: World, count: number): Promise<string[]> {
  const ids: string[] = [];
  const { stateMachineArn } = world.options;
  for await (const { executionArn = '' } of executionsOf(world.sfn, { stateMachineArn }, count)) {
    ids.push(idOf(executionArn));
    if (ids.length === count) break;
  }
  return ids;
}
