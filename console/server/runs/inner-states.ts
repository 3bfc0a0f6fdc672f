import type { DescribeMapRunOutput } from '@aws-sdk/client-sfn';
import { isError } from '../../../operate/native-error.ts';
import type { InnerState, InnerStates } from '../../api/index.ts';
import { ChildSampler } from '../../../operate/run/child-sampler.ts';
import { graver } from '../../../operate/run/state-visit.ts';
import { idOf } from '../ids.ts';
import type { RunModel } from './run-model.ts';
import type { RunModels } from './run-models.ts';

/** The worst status of a child's visits of a state. */
type Outcome = 'succeeded' | 'aborted' | 'running' | 'retrying' | 'failed';

/** Follows the states inside the Map Runs of one run, in a sample of their child executions. */
export class InnerStatesFollower {
  readonly #sampler: ChildSampler<RunModel>;
  #summed: readonly RunModel[] | undefined;
  #known: InnerStates | null = null;
  #failure: Error | undefined;
  #looking: Promise<void> = Promise.resolve();

  constructor(models: RunModels) {
    this.#sampler = new ChildSampler(models);
  }

  /**
   * Returns the result of the last look, and starts the next one if it is due.
   *
   * @throws the error of the last look
   */
  of(model: RunModel): InnerStates | null {
    const mapRun = model.mapRuns.at(-1);
    if (mapRun === undefined) return null;
    this.#looking = this.#look(mapRun).catch((error: unknown) => {
      this.#failure = isError(error) ? error : new Error(String(error));
    });
    const failure = this.#failure;
    this.#failure = undefined;
    if (failure !== undefined) throw failure;
    return this.#known;
  }

  /** Resolves when no look is in progress. */
  get settled(): Promise<void> {
    return this.#looking;
  }

  async #look(mapRun: DescribeMapRunOutput): Promise<void> {
    await this.#sampler.look(mapRun);
    const { sample } = this.#sampler;
    if (sample === undefined || sample === this.#summed) return;
    this.#summed = sample;
    const children = mapRun.executionCounts?.total ?? 0;
    this.#known = { states: sumUp(sample), lookedInto: sample.length, children };
  }
}

/** Counts child executions by state and its status in them. */
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
    const worst = [...ofState.keys()].reduce(graver);
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
    outcomes.set(name, graver(outcomes.get(name), outcome));
  }
  return outcomes;
}
