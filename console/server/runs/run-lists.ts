import type { ExecutionListItem, ExecutionStatus } from '@aws-sdk/client-sfn';
import { executionsOf } from '../../../operate/aws/executions.ts';
import { tallyOf } from '../../../operate/run/title-tally.ts';
import { omitUndefined } from '../../../events/omit-undefined.ts';
import type { StateMachineArn } from '../../../workflow/arns.ts';
import type { RunList, RunRow } from '../../api/index.ts';
import { factsOfInput } from './run-facts.ts';
import type { RunModel } from './run-model.ts';
import type { RunModels } from './run-models.ts';
import { workOf } from './run-work.ts';

/** The filter of a page's list of runs. */
export interface RunFilter {
  readonly status: ExecutionStatus | undefined;
  readonly feed: string | undefined;
  /** A part of the name, in any case. */
  readonly name: string | undefined;
  /** Epoch milliseconds. */
  readonly since: number;
  readonly limit: number;
}

/** The number of runs that are read at once. The first read of a run takes three requests in sequence. */
const AT_ONCE = 10;
/** The maximum number of rows that are kept; the oldest is dropped first. */
const KEPT_ROWS = 5_000;

/** Lists the runs of the state machine, and keeps the rows of those that have ended. */
export class RunLists {
  /** Rows of ended runs by ARN, each with what the list said of the run. */
  readonly #ended = new Map<string, { readonly mark: string; readonly row: RunRow }>();

  constructor(
    readonly models: RunModels,
    readonly stateMachineArn: StateMachineArn,
    /** The feed of a run whose input names none. */
    readonly defaultFeed: string,
  ) {}

  /** Returns the newest runs that match the filter. */
  async list({ status, feed, name, since, limit }: RunFilter): Promise<RunList> {
    const filter = {
      stateMachineArn: this.stateMachineArn,
      ...omitUndefined({ statusFilter: status }),
    };
    const runs: RunRow[] = [];
    let items: ExecutionListItem[] = [];
    const wanted = name?.toLowerCase() ?? '';
    // A search reads whole pages: most of their runs do not match.
    const pageSize = wanted === '' ? Math.min(limit + 1, 1000) : 1000;
    const readItems = async () => {
      const rows = await Promise.all(items.map((item) => this.#rowOf(item)));
      runs.push(...rows.filter((row) => feed === undefined || (row.feed ?? this.defaultFeed) === feed));
      items = [];
    };
    for await (const item of executionsOf(this.models.sfn, filter, pageSize)) {
      if ((item.startDate?.getTime() ?? 0) < since) break;
      if (item.name?.toLowerCase().includes(wanted) === false) continue;
      if (items.length === Math.min(AT_ONCE, limit - runs.length)) await readItems();
      if (runs.length === limit) return { runs, more: true };
      items.push(item);
    }
    await readItems();
    return { runs, more: false };
  }

  /** Returns the ARNs of the newest runs. */
  async newest(count: number): Promise<string[]> {
    const arns: string[] = [];
    const { stateMachineArn, models } = this;
    for await (const { executionArn = '' } of executionsOf(models.sfn, { stateMachineArn }, count)) {
      arns.push(executionArn);
      if (arns.length === count) break;
    }
    return arns;
  }

  /**
   * ListExecutions returns neither input nor output, so each run is read; an ended run once. An ended run changes only
   * by a redrive, which shows in the list.
   */
  async #rowOf({
    executionArn = '',
    status,
    redriveCount = 0,
    stopDate,
  }: ExecutionListItem): Promise<RunRow> {
    const known = this.#ended;
    const mark = `${status ?? ''} ${redriveCount} ${stopDate?.getTime() ?? 0}`;
    const kept = known.get(executionArn);
    if (kept?.mark === mark) return kept.row;
    const model = await this.models.get(executionArn, 'row');
    const row = { ...rowOfModel(model), work: workOf(this.models, model) };
    if (model.settled && row.status === status && row.redriveCount === redriveCount) {
      known.delete(executionArn);
      known.set(executionArn, { mark, row });
      const [oldest] = known.keys();
      if (known.size > KEPT_ROWS && oldest !== undefined) known.delete(oldest);
    }
    return row;
  }
}

/** Returns the row of a run in a list. */
export function rowOfModel(model: RunModel): RunRow {
  const head = model.head();
  const { id, name, status, startedAt, endedAt, redriveCount, feed, window, dryRun, isOpenWindow, numbers } =
    head;
  const { titles } = factsOfInput(head.input ?? undefined);
  const items = model.titleCounts;
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
    isOpenWindow,
    work: null,
    discovered: numbers?.discovered ?? tallyOf(undefined, items)?.discovered ?? null,
    progress: numbers === null ? (items ?? null) : null,
  };
}
