import type { InnerState, InnerStates, VisitRow } from '../../api/index.ts';
import { graver } from '../../../operate/run/state-visit.ts';
import { idOf } from '../ids.ts';
import type { RunModel } from './run-model.ts';
import type { RunModels } from './run-models.ts';

/** Follows the states inside the Map Runs of one run, in a sample of their child executions. */
export class InnerStatesFollower {
  #summed: readonly RunModel[] | undefined;
  #known: InnerStates | null = null;

  constructor(readonly models: RunModels) {}

  /**
   * Returns the states in the last sample of the children, and starts the next sample if it is due.
   *
   * @throws the error of the last sample
   */
  of(model: RunModel): InnerStates | null {
    const mapRun = model.mapRuns.at(-1);
    if (mapRun === undefined) return null;
    const sample = this.models.samplerOf(mapRun).glance(mapRun);
    if (sample === undefined || sample === this.#summed) return this.#known;
    this.#summed = sample;
    const children = mapRun.executionCounts?.total ?? 0;
    return (this.#known = { states: sumUp(sample), lookedInto: sample.length, children });
  }
}

/** Counts child executions by state and its status in them. */
export function sumUp(children: readonly RunModel[]): InnerState[] {
  const states = new Map<string, Map<VisitRow['status'], string[]>>();
  for (const child of children) {
    for (const [name, outcome] of outcomesIn(child)) {
      const ofState = states.get(name) ?? new Map<VisitRow['status'], string[]>();
      states.set(name, ofState);
      ofState.set(outcome, [...(ofState.get(outcome) ?? []), child.arn]);
    }
  }
  return [...states].map(([name, ofState]) => {
    const count = (outcome: VisitRow['status']) => ofState.get(outcome)?.length ?? 0;
    const worst = [...ofState.keys()].reduce(graver);
    return {
      name,
      status: worst,
      failed: count('failed'),
      retrying: count('retrying'),
      running: count('running'),
      aborted: count('aborted'),
      caught: count('caught'),
      succeeded: count('succeeded'),
      child: idOf(ofState.get(worst)?.[0] ?? ''),
    };
  });
}

function outcomesIn(child: RunModel): Map<string, VisitRow['status']> {
  const outcomes = new Map<string, VisitRow['status']>();
  for (const visit of child.visits) {
    const { name, status } = child.row(visit);
    outcomes.set(name, graver(outcomes.get(name), status));
  }
  return outcomes;
}
