import type { MapState } from '../../definition/model.ts';
import { utf8Length, type JsonValue } from '../../json.ts';
import { evaluateTemplate } from '../../jsonata/template.ts';
import { Payload } from '../../payload.ts';
import { dataLimitFailure } from '../../state-failure.ts';
import { bindingsFor } from '../context.ts';
import type { Visit } from '../frame.ts';
import type { Batching } from './batching.ts';

/** A child execution to start. */
export interface PlannedChild {
  /** 0-based. */
  readonly index: number;
  /** JSON text: an item, or a batch `{"BatchInput":…,"Items":[…]}`. */
  readonly input: string;
  readonly itemCount: number;
}

/**
 * Yields the children of a Map Run, each created on demand. `knownItemCount` returns the number of items of a child
 * that an earlier attempt started. Its items are skipped.
 */
export async function* planChildren(
  visit: Visit<MapState>,
  items: readonly JsonValue[],
  batching: Batching | undefined,
  knownItemCount: (index: number) => number | undefined,
): AsyncGenerator<PlannedChild, void, undefined> {
  let position = 0;
  for (let index = 0; position < items.length; index += 1) {
    const known = knownItemCount(index);
    if (known !== undefined) {
      position += known;
      continue;
    }
    const child =
      batching === undefined
        ? { input: await itemText(visit, items, position), itemCount: 1 }
        : await nextBatch(visit, items, position, batching);
    if (utf8Length(child.input) > visit.frame.run.engine.quotas.payloadBytes) {
      throw dataLimitFailure(visit.state.name);
    }
    position += child.itemCount;
    yield { index, ...child };
  }
}

/** Returns the next batch: as many items from `start` on as it may hold, but at least one. */
async function nextBatch(
  visit: Visit<MapState>,
  items: readonly JsonValue[],
  start: number,
  { maxItems, maxBytes, batchInput }: Batching,
): Promise<{ readonly input: string; readonly itemCount: number }> {
  const head = batchInput === undefined ? '{"Items":[' : `{"BatchInput":${batchInput.text},"Items":[`;
  const texts: string[] = [];
  let bytes = utf8Length(head) + ']}'.length;
  while (texts.length < maxItems && start + texts.length < items.length) {
    const text = await itemText(visit, items, start + texts.length);
    const comma = texts.length === 0 ? 0 : 1;
    const more = utf8Length(text) + comma;
    if (texts.length > 0 && bytes + more > maxBytes) break;
    texts.push(text);
    bytes += more;
  }
  return { input: `${head}${texts.join(',')}]}`, itemCount: texts.length };
}

/** Returns the JSON text of an item, or of its ItemSelector's result. */
async function itemText(visit: Visit<MapState>, items: readonly JsonValue[], index: number): Promise<string> {
  const value = Payload.ofValue(items[index] ?? null);
  const { itemSelector } = visit.state;
  if (itemSelector === undefined) return value.text;
  const bindings = bindingsFor(visit, {}, { index, value, source: 'STATE_DATA' });
  return JSON.stringify(await evaluateTemplate(itemSelector, 'ItemSelector', bindings));
}
