import type { Distribution, ItemBatcher, MapState } from '../definition/model.ts';
import { Interruption } from '../interruption.ts';
import { parseJson, type JsonValue } from '../json.ts';
import type { MapRunRecord } from '../records.ts';
import { runtimeFailure, StateFailure } from '../state-failure.ts';
import { failureDetails } from './failure-details.ts';
import type { Visit } from './frame.ts';
import { evaluateBatching } from './map-run/batching.ts';
import { planChildren } from './map-run/item-source.ts';
import { MapRun, type MapRunHead, type MapRunPlan } from './map-run/map-run.ts';
import type { Tolerance } from './map-run/tolerance.ts';

/**
 * Runs a Distributed Map and returns the JSON array of its children's outputs. A redrive continues the Map Run
 * `pastMapRunArn`.
 */
export async function runDistributed(
  visit: Visit<MapState>,
  distribution: Distribution,
  items: readonly JsonValue[],
  maxConcurrency: number,
  tolerance: Tolerance,
  pastMapRunArn: string | undefined,
): Promise<string> {
  const { frame } = visit;
  const { recorder, engine } = frame.run;
  const { batcher } = distribution;
  const batching = batcher === undefined ? undefined : await evaluateBatching(visit, batcher);
  const quota = engine.quotas.distributedMapConcurrency;
  const concurrency = Math.min(maxConcurrency === 0 ? quota : maxConcurrency, quota, items.length);
  const plan: MapRunPlan = { items, batching, tolerance, concurrency };
  const head = await open(visit, distribution, plan, maxConcurrency, pastMapRunArn);
  const mapRun = new MapRun(visit, distribution, plan, head);
  if (pastMapRunArn !== undefined) await mapRun.takeUp();
  try {
    const text = await mapRun.run();
    recorder.add(frame.position, 'MapRunSucceeded', undefined);
    return text;
  } catch (thrown) {
    if (thrown instanceof Interruption) recorder.add(frame.position, 'MapRunAborted', undefined);
    if (thrown instanceof StateFailure && !thrown.fatal) {
      recorder.add(frame.position, 'MapRunFailed', failureDetails(thrown.error, thrown.reason));
    }
    throw thrown;
  }
}

/** Records the start or the redrive of the Map Run. */
async function open(
  visit: Visit<MapState>,
  distribution: Distribution,
  { tolerance }: MapRunPlan,
  maxConcurrency: number,
  pastMapRunArn: string | undefined,
): Promise<MapRunHead> {
  const { frame } = visit;
  const { engine, recorder, record: parent } = frame.run;
  const past = pastMapRunArn === undefined ? undefined : await engine.store.readMapRun(pastMapRunArn);
  if (past !== undefined) return reopen(visit, past);
  // `NAME`, or `NAME/LABEL` in a child of a Map Run.
  const name = parent.stateMachineArn.slice(parent.stateMachineArn.lastIndexOf(':') + 1);
  const { label } = distribution;
  // If a process died between the event and the record, the Map Run has an ARN but no children.
  const mapRunArn = pastMapRunArn ?? engine.arns.mapRun(name, label, engine.random.uuid());
  if (pastMapRunArn === undefined) recorder.add(frame.position, 'MapRunStarted', { mapRunArn });
  return {
    mapRunArn,
    executionArn: parent.executionArn,
    stateMachineArn: engine.arns.stateMachine(`${name}/${label}`),
    label,
    childType: distribution.childType,
    startDate: engine.clock.now(),
    maxConcurrency,
    toleratedFailureCount: tolerance.count ?? 0,
    toleratedFailurePercentage: tolerance.percentage ?? 0,
    redriveCount: 0,
  };
}

function reopen({ frame }: Visit<MapState>, past: MapRunRecord): MapRunHead {
  const { engine, recorder } = frame.run;
  const { mapRunArn } = past;
  if (past.redriveCount >= engine.quotas.mapRunRedrives) {
    throw runtimeFailure(`The Map Run ${mapRunArn} cannot be redriven any more`);
  }
  const redriveCount = past.redriveCount + 1;
  recorder.add(frame.position, 'MapRunRedriven', { mapRunArn, redriveCount });
  const head: { -readonly [K in keyof MapRunRecord]: MapRunRecord[K] } = {
    ...past,
    redriveCount,
    redriveDate: engine.clock.now(),
  };
  delete head.stopDate;
  return head;
}

/** Returns the batches for TestState: like AWS, with each item as text. */
export async function inspectBatches(
  visit: Visit<MapState>,
  batcher: ItemBatcher,
  items: readonly JsonValue[],
): Promise<readonly string[]> {
  const batching = await evaluateBatching(visit, batcher);
  const batches: string[] = [];
  for await (const { input } of planChildren(visit, items, batching, () => undefined)) {
    const { Items, ...rest } = parseJson(input) as { readonly Items: readonly JsonValue[] };
    batches.push(JSON.stringify({ ...rest, Items: Items.map((item) => JSON.stringify(item)) }));
  }
  return batches;
}
