import type { DescribeMapRunOutput, ExecutionStatus } from '@aws-sdk/client-sfn';
import { executionsOf } from '../../operate/aws/executions.ts';
import { isError } from '../../operate/native-error.ts';
import type { InnerState, InnerStates } from '../api/index.ts';
import { idOf } from './ids.ts';
import type { RunModel } from './run-model.ts';
import type { World } from './world.ts';

/**
 * How many children are looked into of those that failed, of those that run, and of those that ended well. No request
 * tells the states of all children: each that is looked into takes two, which AWS counts.
 */
const LOOKED_INTO = { local: 40, aws: 5 };

/** The worst of what a child's visits of a state have come to. */
type Outcome = 'succeeded' | 'aborted' | 'running' | 'retrying' | 'failed';
const ORDER: readonly Outcome[] = ['succeeded', 'aborted', 'running', 'retrying', 'failed'];

/** What is known of the states inside of the Map Runs of one run, from those children that were looked into. */
export class InnerStatesFollower {
  /** Ids of children that were running when they were looked into: they say something after their end, too. */
  #watched: readonly string[] = [];
  #known: InnerStates | null = null;
  #failure: Error | undefined;
  #looking: Promise<void> | undefined;
  #lookedAt = -Infinity;
  #mapRun = '';

  constructor(readonly world: World) {}

  /**
   * What is known; a look that is due is begun, and not waited for.
   *
   * @throws what the last look failed with
   */
  of(model: RunModel): InnerStates | null {
    const mapRun = model.mapRuns.at(-1);
    if (mapRun === undefined) return null;
    const text = JSON.stringify(mapRun);
    const now = this.world.io.monotonic();
    const mayHaveChanged = mapRun.status === 'RUNNING' || text !== this.#mapRun;
    if (mayHaveChanged && this.#looking === undefined && now - this.#lookedAt >= this.world.ages.children) {
      this.#lookedAt = now;
      this.#looking = this.#look(mapRun)
        .then((isWhole) => {
          if (isWhole) this.#mapRun = text;
        })
        .catch((error: unknown) => {
          this.#failure = isError(error) ? error : new Error(String(error));
        })
        .finally(() => {
          this.#looking = undefined;
        });
    }
    const failure = this.#failure;
    this.#failure = undefined;
    if (failure !== undefined) throw failure;
    return this.#known;
  }

  /** Resolves when the look that goes on, if any, is over. */
  get settled(): Promise<void> {
    return this.#looking ?? Promise.resolve();
  }

  /** Gives whether all that failed or ran was seen so: lists and what is kept may be a little old. */
  async #look({ mapRunArn = '', status, executionCounts }: DescribeMapRunOutput): Promise<boolean> {
    const most = this.world.sfn.target.isLocal ? LOOKED_INTO.local : LOOKED_INTO.aws;
    const { failed = 0, timedOut = 0, running = 0, succeeded = 0, total = 0 } = executionCounts ?? {};
    const list = (status: ExecutionStatus, count: number) =>
      count === 0 ? Promise.resolve([]) : this.#list(mapRunArn, status, most);
    const [bad, late, busy] = await Promise.all([
      list('FAILED', failed),
      list('TIMED_OUT', timedOut),
      list('RUNNING', running),
    ]);
    // Those that ran a moment ago cost nothing more once they have succeeded.
    const before = this.#watched.filter((arn) => !busy.includes(arn)).slice(-most);
    const good = before.length + busy.length === 0 ? await list('SUCCEEDED', succeeded) : before;
    this.#watched = [...good, ...busy];
    const arns = [...new Set([...bad, ...late, ...this.#watched])];
    const children = await Promise.all(arns.map((arn) => this.world.models.get(arn)));
    this.#known = { states: sumUp(children), lookedInto: children.length, children: total };
    const isLate = status !== 'RUNNING' && children.some((child) => child.running);
    return !isLate && (failed === 0 || bad.length > 0) && (timedOut === 0 || late.length > 0);
  }

  async #list(mapRunArn: string, statusFilter: ExecutionStatus, most: number): Promise<string[]> {
    const { models } = this.world;
    const imported = models.importedMapRun(mapRunArn)?.items;
    if (imported !== undefined) {
      const held = imported.filter(
        ({ status, executionArn = '' }) => status === statusFilter && models.holds(executionArn),
      );
      return held.map(({ executionArn = '' }) => executionArn).slice(0, most);
    }
    const arns: string[] = [];
    for await (const { executionArn = '' } of executionsOf(
      this.world.sfn,
      { mapRunArn, statusFilter },
      most,
    )) {
      arns.push(executionArn);
      if (arns.length === most) break;
    }
    return arns;
  }
}

/** Counts children by what has become of each state in them. */
export function sumUp(children: readonly RunModel[]): InnerState[] {
  const states = new Map<string, Map<Outcome, string[]>>();
  for (const child of children) {
    for (const [name, outcome] of outcomesIn(child)) {
      const ofState = states.get(name) ?? new Map<Outcome, string[]>();
      states.set(name, ofState);
      ofState.set(outcome, [...(ofState.get(outcome) ?? []), child.arn]);
    }
  }
  return [...states].map(([name, ofState]) => {
    const count = (outcome: Outcome) => ofState.get(outcome)?.length ?? 0;
    const worst = ORDER.findLast((outcome) => ofState.has(outcome)) ?? 'succeeded';
    return {
      name,
      status: worst,
      failed: count('failed'),
      retrying: count('retrying'),
      running: count('running'),
      aborted: count('aborted'),
      succeeded: count('succeeded'),
      child: idOf(ofState.get(worst)?.[0] ?? ''),
    };
  });
}

function outcomesIn(child: RunModel): Map<string, Outcome> {
  const outcomes = new Map<string, Outcome>();
  for (const visit of child.visits) {
    const { name, status } = child.row(visit);
    const outcome = status === 'caught' ? 'succeeded' : status;
    const known = outcomes.get(name);
    if (known === undefined || ORDER.indexOf(outcome) > ORDER.indexOf(known)) outcomes.set(name, outcome);
  }
  return outcomes;
}
