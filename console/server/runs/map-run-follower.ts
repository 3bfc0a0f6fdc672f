import {
  DescribeMapRunCommand,
  type DescribeMapRunOutput,
  type ExecutionListItem,
} from '@aws-sdk/client-sfn';
import { executionsOf } from '../../../operate/aws/executions.ts';
import type { ChildRow, MapRunUpdate } from '../../api/index.ts';
import { isRetrying } from '../../../operate/run/state-visit.ts';
import { idOf } from '../ids.ts';
import { mapRunView } from './views.ts';
import type { ImportedMapRun } from './run-file.ts';
import type { RunModels } from './run-models.ts';

/** Follows the children of a Map Run for one page. */
export class MapRunFollower {
  readonly #told = new Map<string, string>();
  #mapRun = '';

  constructor(
    readonly models: RunModels,
    readonly arn: string,
  ) {}

  /** Returns the changes since the last look; undefined if there are none. */
  async look(): Promise<MapRunUpdate | undefined> {
    const { models, arn } = this;
    const imported = models.importedMapRun(arn);
    if (imported !== undefined) return this.#lookIntoFile(imported);
    const described = await models.sfn.client.send(new DescribeMapRunCommand({ mapRunArn: arn }));
    const mapRun = mapRunView(described);
    const isOver = mapRun.status !== 'RUNNING';
    const text = JSON.stringify(mapRun);
    // An ended Map Run changes only by a redrive, which also changes its description.
    if (isOver && text === this.#mapRun) return undefined;
    const items = await childrenOf(models, arn);
    const retrying = isOver ? new Set<string>() : await this.#retrying(described);
    const children = items.map((item) => rowOf(item, retrying)).filter((row) => this.#isNews(row));
    const isSame = text === this.#mapRun;
    // The list is eventually consistent: it is read again while it shows running children of an ended Map Run.
    const isBehind = isOver && items.some(({ status }) => status === 'RUNNING');
    this.#mapRun = isBehind ? '' : text;
    return isSame && children.length === 0 ? undefined : { mapRun, children, held: null };
  }

  #lookIntoFile({ mapRun, items }: ImportedMapRun): MapRunUpdate | undefined {
    if (this.#mapRun !== '') return undefined;
    const view = mapRunView(mapRun);
    this.#mapRun = JSON.stringify(view);
    const held = items.filter(({ executionArn = '' }) => this.models.holds(executionArn)).length;
    return { mapRun: view, children: items.map((item) => rowOf(item, new Set())), held };
  }

  #isNews(row: ChildRow): boolean {
    const text = `${row.status} ${row.endedAt ?? 0} ${row.redriveCount} ${String(row.retrying)}`;
    if (this.#told.get(row.id) === text) return false;
    this.#told.set(row.id, text);
    return true;
  }

  /** Returns the ids of the sampled children that wait for another attempt. */
  async #retrying(mapRun: DescribeMapRunOutput): Promise<Set<string>> {
    const sampler = this.models.samplerOf(mapRun);
    await sampler.look(mapRun);
    const retrying = sampler.sample?.filter(
      (child) => child.running && child.visits.some((visit) => visit.type === 'Task' && isRetrying(visit)),
    );
    return new Set(retrying?.map(({ arn }) => idOf(arn)));
  }
}

/** Lists all children of a Map Run in the order of their start. */
export async function childrenOf({ sfn }: RunModels, mapRunArn: string): Promise<ExecutionListItem[]> {
  const items: ExecutionListItem[] = [];
  for await (const item of executionsOf(sfn, { mapRunArn })) items.push(item);
  return items.reverse().sort((a, b) => (a.startDate?.getTime() ?? 0) - (b.startDate?.getTime() ?? 0));
}

function rowOf(item: ExecutionListItem, retrying: ReadonlySet<string>): ChildRow {
  const id = idOf(item.executionArn ?? '');
  return {
    id,
    status: item.status ?? 'RUNNING',
    startedAt: item.startDate?.getTime() ?? 0,
    endedAt: item.stopDate?.getTime() ?? null,
    items: item.itemCount ?? 1,
    redriveCount: item.redriveCount ?? 0,
    retrying: retrying.has(id),
  };
}
