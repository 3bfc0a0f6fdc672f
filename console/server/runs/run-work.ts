import { itemCountsOf } from '../../../operate/run/item-counts.ts';
import { struggleOf } from '../../../operate/run/struggle.ts';
import type { RetryingView, RunWork } from '../../api/index.ts';
import type { RunModel } from './run-model.ts';
import type { RunModels } from './run-models.ts';

/**
 * Returns the work of a run at the moment, and starts to read a new sample of its children if it is due. Null for a run
 * that is not running.
 *
 * @throws the error of the last sample
 */
export function workOf(models: RunModels, run: RunModel): RunWork | null {
  if (!run.running) return null;
  const mapRun = run.mapRuns.at(-1);
  const isMapping = mapRun?.status === 'RUNNING';
  const sampler = isMapping ? models.samplerOf(mapRun) : undefined;
  const sample = isMapping ? sampler?.glance(mapRun) : undefined;
  const retrying = retryingIn('children', sample ?? [], sampler?.isPartial) ?? retryingIn('run', [run]);
  const { total, succeeded, failed } = itemCountsOf(isMapping ? mapRun.itemCounts : undefined);
  const { perSecond } = run.speed;
  return {
    // Two digits, so that a page is not told about each tick of the clock.
    perSecond: perSecond === 0 ? null : Number(perSecond.toPrecision(2)),
    leftMs: retrying?.isMost === true ? null : roundedLeft(run.speed.timeFor(total - succeeded - failed)),
    retrying,
  };
}

function roundedLeft(milliseconds: number | undefined): number | null {
  return milliseconds === undefined || milliseconds <= 0 ? null : Math.ceil(milliseconds / 1_000) * 1_000;
}

function retryingIn(
  who: RetryingView['who'],
  executions: readonly RunModel[],
  isPartial = false,
): RetryingView | null {
  const struggle = struggleOf(executions);
  if (struggle === undefined) return null;
  const { retrying: count, lookedInto, state, reason } = struggle;
  return {
    who,
    count,
    sampled: isPartial ? lookedInto : null,
    isMost: 2 * count > lookedInto,
    state,
    reason,
  };
}
