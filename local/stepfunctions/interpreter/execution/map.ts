import { omitUndefined } from '../omit-undefined.ts';
import type { ItemReader, MapState } from '../definition/model.ts';
import { isArray, parseJson, type JsonValue } from '../json.ts';
import { evaluateTemplate, typeFailure } from '../jsonata/template.ts';
import { Payload } from '../payload.ts';
import { ServiceError } from '../service-errors.ts';
import { queryFailure } from '../state-failure.ts';
import { complete, type Completion } from './completion.ts';
import { bindingsFor } from './context.ts';
import { inspectBatches, runDistributed } from './distributed-map.ts';
import type { Visit } from './frame.ts';
import { runInline } from './inline-map.ts';
import { evaluateTolerance, type Tolerance } from './map-run/tolerance.ts';
import { mockedResult } from './mock.ts';
import { evaluateInteger } from './numbers.ts';
import { itemsIn } from './reader-data.ts';

/** @see {@link https://docs.aws.amazon.com/step-functions/latest/dg/state-map.html} */
export async function attemptMap(visit: Visit<MapState>): Promise<Completion> {
  const { state, frame } = visit;
  const { past } = visit;
  const maxConcurrency = await concurrencyOf(visit);
  const items = await itemsOf(visit, past?.started?.data);
  const startedId = past?.started?.id ?? recordStarted(visit, items);
  frame.position.last = startedId;
  const tolerance = await evaluateTolerance(visit);
  const iterations = await inspect(visit, items, tolerance);
  const runItems = (): Promise<string> =>
    state.distributed === undefined
      ? runInline(visit, items, maxConcurrency, startedId)
      : runDistributed(visit, state.distributed, items, maxConcurrency, tolerance, past?.mapRunArn);
  const resultText = mockedResult(visit, iterations, tolerance) ?? (await runItems());
  frame.run.recorder.add(frame.position, 'MapStateSucceeded', undefined, { advance: false });
  const result = Payload.ofText(resultText);
  return complete(visit, state, result, { result });
}

/** Records the start. Items that are not simply the input are kept with the event, for a redrive. */
function recordStarted({ state, frame }: Visit<MapState>, items: readonly JsonValue[]): number {
  const data = omitUndefined({ data: state.items && JSON.stringify(items) });
  return frame.run.recorder.add(frame.position, 'MapStateStarted', { length: items.length }, data);
}

async function itemsOf(visit: Visit<MapState>, kept: string | undefined): Promise<readonly JsonValue[]> {
  const { state, input } = visit;
  if (kept !== undefined) return parseJson(kept) as readonly JsonValue[];
  const reader = state.distributed?.itemReader;
  if (reader !== undefined) return givenItems(visit, reader);
  if (state.items === undefined) {
    if (isArray(input.value)) return input.value;
    throw queryFailure(`Map state input must be an array but was: ${input.text}`);
  }
  const items = await evaluateTemplate(state.items, 'Items', bindingsFor(visit));
  if (!isArray(items)) throw typeFailure(state.items, 'Items', 'array', items);
  return items;
}

/** Returns the items that a test gives in place of ItemReader. Only a test has a state with ItemReader. */
async function givenItems(visit: Visit<MapState>, reader: ItemReader): Promise<readonly JsonValue[]> {
  const { inspection, mapTest } = visit;
  if (mapTest?.readerData === undefined) {
    const message = 'ItemReader data must be specified when testing a Map state with ItemReader specified.';
    throw new ServiceError('ValidationException', message);
  }
  if (reader.arguments !== undefined) {
    await evaluateTemplate(reader.arguments, 'ItemReader/Arguments', bindingsFor(visit));
  }
  const items = itemsIn(mapTest.readerData, reader);
  if (inspection !== undefined && reader.itemsPointer !== undefined) {
    inspection.afterItemsPointer = JSON.stringify(items);
  }
  if (reader.maxItems === undefined) return items;
  const field = 'ItemReader/ReaderConfig/MaxItems';
  return items.slice(0, await evaluateInteger(visit, reader.maxItems, field, 0, Number.MAX_SAFE_INTEGER));
}

async function concurrencyOf(visit: Visit<MapState>): Promise<number> {
  const { maxConcurrency } = visit.state;
  const value =
    maxConcurrency === undefined
      ? 0
      : await evaluateInteger(visit, maxConcurrency, 'MaxConcurrency', 0, Number.MAX_SAFE_INTEGER);
  if (visit.inspection !== undefined) visit.inspection.maxConcurrency = value;
  return value;
}

/** Fills in the inspection data of a Map. Returns the number of its iterations or children. */
async function inspect(
  visit: Visit<MapState>,
  items: readonly JsonValue[],
  { count, percentage }: Tolerance,
): Promise<number> {
  const { state, inspection } = visit;
  if (inspection === undefined) return items.length;
  if (count !== undefined) inspection.toleratedFailureCount = count;
  if (percentage !== undefined) inspection.toleratedFailurePercentage = percentage;
  if (state.itemSelector !== undefined) {
    const selected: string[] = [];
    for (const [index, item] of items.entries()) {
      const bindings = bindingsFor(visit, {}, { index, value: Payload.ofValue(item) });
      selected.push(JSON.stringify(await evaluateTemplate(state.itemSelector, 'ItemSelector', bindings)));
    }
    inspection.afterItemSelector = listOf(selected);
  }
  if (state.distributed?.batcher === undefined) return items.length;
  const batches = await inspectBatches(visit, state.distributed.batcher, items);
  inspection.afterItemBatcher = listOf(batches);
  return batches.length;
}

/** Joins JSON texts to an array, in the format of TestState. */
function listOf(texts: readonly string[]): string {
  return `[${texts.join(', ')}]`;
}
