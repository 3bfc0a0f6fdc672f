import { creditsTwice, findOvertaker } from '../../operate/executions/find-overtaker.ts';
import { planRedrive, type RedrivePlan } from '../../operate/executions/redrive-execution.ts';
import type { ClaimItem } from '../../events/types.ts';
import { conformsTo } from '../../events/validate.ts';
import type { RedrivePreview } from '../api.ts';
import { idOf } from './ids.ts';
import { childrenOf } from './map-run-model.ts';
import type { RunModel } from './run-model.ts';
import type { World } from './world.ts';

/** Watchmode charges so much for a title with its sources. */
const CREDITS_PER_TITLE = 2;
/** How many children are looked into; the others are counted as if nothing of them had been done. */
const LOOKED_INTO = { local: 250, aws: 20 };

/** Finds out what a redrive would run again, what it would keep, and what it would cost at most. */
export async function previewRedrive(world: World, arn: string): Promise<RedrivePreview> {
  const plan = await planRedrive(world.sfn, arn, false);
  const { refusal, states, redriveCount } = plan;
  const nothing = { children: null, titles: null, credits: null, isEstimate: false };
  if (refusal !== undefined) {
    return { refusal, states, redriveCount, ...nothing, overtakenBy: null, overtakenProblem: null };
  }
  const { overtaker, overtakenProblem } = await overtakerOf(world, plan);
  const model = await world.models.get(arn);
  const mapRunArn = model.visits.findLast(
    (visit) => visit.exitedAt === undefined && visit.mapRunArn !== undefined,
  )?.mapRunArn;
  const told = { refusal: null, states, redriveCount, overtakenProblem };
  if (mapRunArn === undefined) {
    return { ...told, ...nothing, overtakenBy: viewOf(overtaker, creditsTwice(plan)) };
  }
  const children = await childrenOf(world, mapRunArn);
  const again = children.filter(({ status }) => status !== 'SUCCEEDED');
  const most = world.sfn.target.isLocal ? LOOKED_INTO.local : LOOKED_INTO.aws;
  let kept = 0;
  for (const { executionArn = '' } of again.slice(0, most)) {
    kept += settledIn(await world.models.get(executionArn));
  }
  const { items } = progressOf(model, mapRunArn);
  const left = Math.max(0, items.total - items.succeeded - kept);
  const credits = left * CREDITS_PER_TITLE;
  return {
    ...told,
    overtakenBy: viewOf(overtaker, credits),
    children: {
      again: again.length + pendingOf(model, mapRunArn),
      total: Math.max(children.length, total(model, mapRunArn)),
    },
    titles: { again: left, total: items.total, kept: items.succeeded + kept },
    credits,
    isEstimate: again.length > most,
  };
}

/** The run that has overtaken another, or the reason why that is not known. */
async function overtakerOf({ tables }: World, { description }: RedrivePlan) {
  let overtakenProblem: string | null = null;
  const overtaker = await findOvertaker(tables, description, (message) => (overtakenProblem = message));
  return { overtaker, overtakenProblem };
}

function viewOf(claim: ClaimItem | null, twice: number | null): RedrivePreview['overtakenBy'] {
  if (claim === null) return null;
  return { run: idOf(claim.executionArn), claimedAt: Date.parse(claim.claimedAt), creditsTwice: twice };
}

/**
 * How many titles of a child have an outcome that stands: a redrive does not repeat iterations that are over. What
 * was not answered is asked for again, once Watchmode is known to answer.
 */
function settledIn(model: RunModel): number {
  const settled = new Set<number>();
  for (const { exitedAt, iteration, output } of model.visits) {
    if (exitedAt === undefined || iteration === undefined || output === undefined) continue;
    const value: unknown = JSON.parse(output);
    if (conformsTo('TitleOutcome', value) && value.outcome !== 'unanswered') settled.add(value.titleId);
  }
  return settled.size;
}

function progressOf(model: RunModel, mapRunArn: string) {
  const counts = model.mapRuns.find((mapRun) => mapRun.mapRunArn === mapRunArn)?.itemCounts;
  return { items: { total: counts?.total ?? 0, succeeded: counts?.succeeded ?? 0 } };
}

/** Batches that no child was started for. */
function pendingOf(model: RunModel, mapRunArn: string): number {
  return model.mapRuns.find((mapRun) => mapRun.mapRunArn === mapRunArn)?.executionCounts?.pending ?? 0;
}

function total(model: RunModel, mapRunArn: string): number {
  return model.mapRuns.find((mapRun) => mapRun.mapRunArn === mapRunArn)?.executionCounts?.total ?? 0;
}
