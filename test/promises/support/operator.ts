import { omitUndefined } from '../../../events/omit-undefined.ts';
import type { DeferredItem } from '../../../events/types.ts';
import { ProgressUnavailable } from '../../../tasks/shared/errors/progress-errors.ts';
import type { OperatorAct } from './scenario.ts';
import type { World } from './world.ts';

/** Reads the deferred titles of a feed, pauses, and drops a waiting one or has a rejected one fetched again. */
export async function operate(
  world: World,
  { act, feed, thinksSeconds, choice }: OperatorAct,
): Promise<void> {
  const { clock, ledger } = world;
  const { items } = world.table;
  try {
    const wanted = act === 'forget' ? 'waiting' : 'rejected';
    const titles = (await items.listDeferred(feed)).filter(({ status }) => status === wanted);
    const found = titles[choice % Math.max(1, titles.length)];
    if (found === undefined) return;
    await clock.sleep(thinksSeconds * 1_000);
    ledger.operatorFound = found;
    if (act === 'forget') await items.remove(found);
    else await items.put(begunAnew(found, new Date(clock.now()).toISOString()), found);
  } catch (error) {
    if (!(error instanceof ProgressUnavailable)) throw error;
  } finally {
    ledger.operatorFound = undefined;
  }
}

function begunAnew({ feed, item, titleId, error, ...rest }: DeferredItem, since: string): DeferredItem {
  const { reason, lastRun, deferredAt } = rest;
  return {
    ...{ feed, item, titleId, since, error, ...omitUndefined({ reason, lastRun, deferredAt }) },
    ...{ status: 'waiting', runs: 0, notFoundRuns: 0, countedRuns: [] },
  };
}
