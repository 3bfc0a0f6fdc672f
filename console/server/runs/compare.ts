import type { ComparedState, Comparison, StateSum } from '../../api/index.ts';
import { graver } from '../../../operate/run/state-visit.ts';
import type { RunModel } from './run-model.ts';

/** Compares two runs state by state, in the order of the first. */
export function compareRuns(a: RunModel, b: RunModel): Comparison {
  const [ofA, ofB] = [sumsOf(a), sumsOf(b)];
  const names = [...new Set([...ofA.keys(), ...ofB.keys()])];
  const [headOfA, headOfB] = [a.head(), b.head()];
  return {
    a: headOfA,
    b: headOfB,
    states: names.map((name): ComparedState => ({
      name,
      a: ofA.get(name) ?? null,
      b: ofB.get(name) ?? null,
    })),
    setAside: { a: headOfA.setAside, b: headOfB.setAside },
  };
}

function sumsOf(model: RunModel): Map<string, StateSum> {
  const sums = new Map<string, StateSum>();
  const end = model.description.stopDate?.getTime();
  for (const visit of model.visits) {
    const row = model.row(visit);
    const known = sums.get(row.name) ?? {
      visits: 0,
      milliseconds: 0,
      retries: 0,
      failures: {},
      status: 'succeeded',
    };
    const failures = { ...known.failures };
    for (const { error } of visit.failures) failures[error] = (failures[error] ?? 0) + 1;
    sums.set(row.name, {
      visits: known.visits + 1,
      milliseconds: known.milliseconds + Math.max(0, (row.exitedAt ?? end ?? row.enteredAt) - row.enteredAt),
      retries: known.retries + row.retries,
      failures,
      status: graver(known.status, row.status),
    });
  }
  return sums;
}
