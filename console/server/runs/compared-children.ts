import type { ExecutionListItem } from '@aws-sdk/client-sfn';
import {
  type ChildOutcome,
  type ChildOutcomes,
  outcomeOfChild,
} from '../../../operate/run/child-outcomes.ts';
import type { ChildErrors, ChildNumbers, RunNumbers } from '../../api/index.ts';
import { numbersIn } from './child-rows.ts';
import { childrenOf } from './map-run-follower.ts';
import type { RunModels } from './run-models.ts';

/** The parts of the context that a comparison needs. */
export interface ComparedFrom {
  readonly models: RunModels;
  readonly outcomes: ChildOutcomes;
}

/** A child execution that was read. */
export interface ReadChild {
  readonly item: ExecutionListItem;
  readonly outcome: ChildOutcome;
}

/** Reads the outcomes of the children of a Map Run: on this machine of all, on AWS of the first ones. */
export async function outcomesIn(
  { models, outcomes }: ComparedFrom,
  mapRunArn: string,
): Promise<ReadChild[]> {
  const imported = models.importedMapRun(mapRunArn);
  if (imported !== undefined) {
    const held = imported.items.filter(({ executionArn = '' }) => models.holds(executionArn));
    return Promise.all(
      held.map(async (item) => {
        const { description } = await models.get(item.executionArn ?? '');
        return { item, outcome: outcomeOfChild(description) };
      }),
    );
  }
  const items = await childrenOf(models, mapRunArn);
  let isWhole = false;
  do isWhole = await outcomes.read(items);
  while (!isWhole && models.sfn.target.isLocal);
  return items.flatMap((item) => {
    const outcome = outcomes.of(item);
    return outcome === undefined ? [] : [{ item, outcome }];
  });
}

/** Sums up the outputs of children. The total is that of the Map Run. */
export function numbersOf(children: readonly ReadChild[], discovered: number): RunNumbers {
  const numbers = children.flatMap(({ outcome: { result } }) => (result === null ? [] : [numbersIn(result)]));
  const sumOf = (name: keyof ChildNumbers) => numbers.reduce((sum, each) => sum + each[name], 0);
  return {
    discovered,
    published: sumOf('published'),
    skipped: sumOf('skipped'),
    deferred: sumOf('deferred'),
    rejected: sumOf('rejected'),
    creditsUsed: sumOf('creditsUsed'),
    plan: null,
    sweep: null,
  };
}

/** Groups the children that failed by their error, the most frequent first. */
export function errorsOf(children: readonly ReadChild[]): ChildErrors[] {
  const errors = new Map<string, ChildErrors>();
  for (const { item, outcome } of children) {
    const { status = 'RUNNING' } = item;
    // A stopped execution has no error, and an execution that timed out need not have one.
    const error = outcome.error ?? (status === 'TIMED_OUT' ? 'States.Timeout' : undefined);
    if (error === undefined) continue;
    const { message = outcome.message, children: count = 0, titles = 0 } = errors.get(error) ?? {};
    errors.set(error, { error, message, children: count + 1, titles: titles + outcome.titleIds.length });
  }
  return [...errors.values()].sort((a, b) => b.children - a.children);
}
