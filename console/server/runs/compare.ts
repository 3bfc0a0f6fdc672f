import { ChildSampler } from '../../../operate/run/child-sampler.ts';
import { itemCountsOf } from '../../../operate/run/item-counts.ts';
import { graver } from '../../../operate/run/state-visit.ts';
import type { ComparedRun, ComparedState, Comparison, StateSum } from '../../api/index.ts';
import { type ComparedFrom, errorsOf, numbersOf, outcomesIn } from './compared-children.ts';
import type { RunModel } from './run-model.ts';

/** Compares two runs: counts, credits, errors of their children, and each state, in the order of the first run. */
export async function compareRuns(from: ComparedFrom, a: RunModel, b: RunModel): Promise<Comparison> {
  const [ofA, ofB] = [await sideOf(from, a), await sideOf(from, b)];
  return {
    a: ofA.run,
    b: ofB.run,
    states: pairs(sumsOf([a]), sumsOf([b])),
    inner: pairs(perVisit(sumsOf(ofA.sample)), perVisit(sumsOf(ofB.sample))),
  };
}

async function sideOf(
  from: ComparedFrom,
  model: RunModel,
): Promise<{ readonly run: ComparedRun; readonly sample: readonly RunModel[] }> {
  const head = model.head();
  const mapRun = model.mapRuns.at(-1);
  if (mapRun === undefined) {
    const nothing = { children: null, childrenRead: 0, sampled: 0, errors: [], isPart: false };
    return { run: { head, numbers: head.numbers, ...nothing }, sample: [] };
  }
  const outcomes = await outcomesIn(from, mapRun.mapRunArn ?? '');
  // The sample of the pages depends on when they looked; two runs are compared by samples of the same kind.
  const sampler = new ChildSampler<RunModel>(from.models);
  await sampler.look(mapRun);
  const sample = sampler.sample ?? [];
  const { total } = itemCountsOf(mapRun.itemCounts);
  return {
    run: {
      head,
      numbers: head.numbers ?? numbersOf(outcomes, total),
      isPart: head.numbers === null,
      children: itemCountsOf(mapRun.executionCounts),
      childrenRead: outcomes.length,
      sampled: sample.length,
      errors: errorsOf(outcomes),
    },
    sample,
  };
}

function pairs(a: ReadonlyMap<string, StateSum>, b: ReadonlyMap<string, StateSum>): ComparedState[] {
  const names = new Set([...a.keys(), ...b.keys()]);
  return [...names].map((name) => ({ name, a: a.get(name) ?? null, b: b.get(name) ?? null }));
}

/** Sums up the visits of each state in executions. */
function sumsOf(executions: readonly RunModel[]): Map<string, StateSum> {
  const sums = new Map<string, StateSum>();
  for (const execution of executions) {
    const end = execution.description.stopDate?.getTime();
    for (const visit of execution.visits) {
      const row = execution.row(visit);
      const known = sums.get(row.name) ?? NOTHING;
      const failures = new Map(Object.entries(known.failures));
      for (const { error } of visit.failures) failures.set(error, (failures.get(error) ?? 0) + 1);
      sums.set(row.name, {
        visits: known.visits + 1,
        milliseconds:
          known.milliseconds + Math.max(0, (row.exitedAt ?? end ?? row.enteredAt) - row.enteredAt),
        retries: known.retries + row.retries,
        failures: Object.fromEntries(failures),
        status: graver(known.status, row.status),
      });
    }
  }
  return sums;
}

const NOTHING: StateSum = { visits: 0, milliseconds: 0, retries: 0, failures: {}, status: 'succeeded' };

/** Divides the durations by the visits: two samples need not have the same size. */
function perVisit(sums: ReadonlyMap<string, StateSum>): ReadonlyMap<string, StateSum> {
  return new Map(
    [...sums].map(([name, sum]) => [
      name,
      { ...sum, milliseconds: Math.round(sum.milliseconds / sum.visits) },
    ]),
  );
}
