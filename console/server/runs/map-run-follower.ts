import {
  DescribeMapRunCommand,
  type DescribeMapRunOutput,
  type ExecutionListItem,
} from '@aws-sdk/client-sfn';
import { executionsOf } from '../../../operate/aws/executions.ts';
import { type ChildOutcomes, outcomeOfChild } from '../../../operate/run/child-outcomes.ts';
import type { ChildRow, MapRunUpdate } from '../../api/index.ts';
import { isInRetry } from '../../../operate/run/struggle.ts';
import { idOf } from '../ids.ts';
import { childRow } from './child-rows.ts';
import type { TitleNames } from '../titles/title-names.ts';
import { mapRunView } from './views.ts';
import type { ImportedMapRun } from '../run-files/run-file.ts';
import type { RunModels } from './run-models.ts';

/** The parts of the context that a follower needs. */
interface FollowedFrom {
  readonly models: RunModels;
  readonly outcomes: ChildOutcomes;
  readonly names: TitleNames;
  explain(error: unknown): string;
}

/** Follows the children of a Map Run for one page. */
export class MapRunFollower {
  /** What the page knows of each child. */
  readonly #told = new Map<string, string>();
  #items: readonly ExecutionListItem[] = [];
  #retrying: ReadonlySet<string> = new Set();
  #mapRun = '';
  #isComplete = false;
  #isBehind = false;

  constructor(
    readonly context: FollowedFrom,
    readonly arn: string,
  ) {}

  /**
   * True if the next look should follow at once: the first one has only the list, and on this machine nothing speaks
   * against reading the children of an ended Map Run in one go. False after an error.
   */
  get isBehind(): boolean {
    return this.#isBehind;
  }

  /**
   * Returns the changes since the last look; undefined if there are none. The first answer has only the list, and each
   * further one the titles of more children.
   */
  async look(): Promise<MapRunUpdate | undefined> {
    const { models, outcomes } = this.context;
    this.#isBehind = false;
    const imported = models.importedMapRun(this.arn);
    if (imported !== undefined) return this.#lookIntoFile(imported);
    const isFirst = this.#mapRun === '';
    const described = await models.sfn.client.send(new DescribeMapRunCommand({ mapRunArn: this.arn }));
    const mapRun = mapRunView(described);
    const text = JSON.stringify(mapRun);
    const isOver = mapRun.status !== 'RUNNING';
    // An ended Map Run changes only by a redrive, which also changes its description.
    const isListed = isOver && text === this.#mapRun;
    if (!isListed) await this.#list(described, isOver);
    const wasComplete = this.#isComplete;
    if (!isFirst && !wasComplete) this.#isComplete = await outcomes.read(this.#items);
    this.#isBehind = isFirst || (isOver && !this.#isComplete && models.sfn.target.isLocal);
    const names = this.#refreshNames();
    if (isListed && wasComplete && !names.isNew) return undefined;
    const isSame = text === this.#mapRun;
    // The list is eventually consistent: it is read again while it shows running children of an ended Map Run.
    const isListOld = isOver && this.#items.some(({ status }) => status === 'RUNNING');
    this.#mapRun = isListOld ? ' ' : text;
    const children = this.#items
      .map((item) => childRow(item, outcomes.of(item), this.context.names, this.#retrying))
      .filter((row) => this.#isNews(row));
    if (isSame && children.length === 0) return undefined;
    return { mapRun, children, held: null, namesProblem: names.problem };
  }

  async #list(described: DescribeMapRunOutput, isOver: boolean): Promise<void> {
    this.#items = await childrenOf(this.context.models, this.arn);
    this.#retrying = isOver ? new Set() : await this.#inRetry(described);
    this.#isComplete = false;
  }

  /** Returns the reason why names are missing: a page without names is better than none. */
  #refreshNames(): { readonly isNew: boolean; readonly problem: string | null } {
    try {
      return { isNew: this.context.names.refresh(), problem: null };
    } catch (error) {
      return { isNew: false, problem: this.context.explain(error) };
    }
  }

  async #lookIntoFile({ mapRun, items }: ImportedMapRun): Promise<MapRunUpdate | undefined> {
    if (this.#mapRun !== '') return undefined;
    const { models, names } = this.context;
    const view = mapRunView(mapRun);
    this.#mapRun = JSON.stringify(view);
    const { problem: namesProblem } = this.#refreshNames();
    const children: ChildRow[] = [];
    for (const item of items) {
      const { executionArn = '' } = item;
      const outcome = models.holds(executionArn)
        ? outcomeOfChild((await models.get(executionArn)).description)
        : undefined;
      children.push(childRow(item, outcome, names, this.#retrying));
    }
    const held = children.filter(({ outcome }) => outcome !== null).length;
    return { mapRun: view, children, held, namesProblem };
  }

  #isNews(row: ChildRow): boolean {
    const { status, endedAt, redriveCount, retrying, outcome } = row;
    const named = outcome?.titles.filter(({ name }) => name !== null).length ?? '';
    const read =
      outcome === null ? '' : `${outcome.error ?? ''} ${String(outcome.numbers === null)} ${named}`;
    const text = `${status} ${endedAt ?? 0} ${redriveCount} ${String(retrying)} ${read}`;
    if (this.#told.get(row.id) === text) return false;
    this.#told.set(row.id, text);
    return true;
  }

  /** Returns the ids of the sampled children that wait for another attempt. */
  async #inRetry(mapRun: DescribeMapRunOutput): Promise<Set<string>> {
    const sampler = this.context.models.samplerOf(mapRun);
    await sampler.look(mapRun);
    return new Set(sampler.sample?.filter(isInRetry).map(({ arn }) => idOf(arn)));
  }
}

/** Lists all children of a Map Run in the order of their start. */
export async function childrenOf({ sfn }: RunModels, mapRunArn: string): Promise<ExecutionListItem[]> {
  const items: ExecutionListItem[] = [];
  for await (const item of executionsOf(sfn, { mapRunArn })) items.push(item);
  return items.reverse().sort((a, b) => (a.startDate?.getTime() ?? 0) - (b.startDate?.getTime() ?? 0));
}
