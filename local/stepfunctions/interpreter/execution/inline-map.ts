import type { MapState } from '../definition/model.ts';
import { Cancellation } from '../cancellation.ts';
import { Interruption } from '../interruption.ts';
import type { JsonValue } from '../json.ts';
import { evaluateTemplate } from '../jsonata/template.ts';
import { Payload } from '../payload.ts';
import { recordAbort, recordFailedTask } from './aborted.ts';
import { bindingsFor } from './context.ts';
import type { Frame, MapItem, Visit } from './frame.ts';
import { placeFailure } from './place-failure.ts';
import { runFrame } from './run-frame.ts';
import { asFailure, dataLimitFailure } from '../state-failure.ts';

/** Runs the iterations concurrently. Returns the JSON array of their outputs in the order of the items. */
export async function runInline(
  visit: Visit<MapState>,
  items: readonly JsonValue[],
  maxConcurrency: number,
  startedId: number,
): Promise<string> {
  return new InlineMap(visit, items, startedId).run(maxConcurrency);
}

/** The error of a failed iteration, and the event that the failure of the Map follows. */
interface Failed {
  readonly thrown: Error;
  readonly last: number;
}

class InlineMap {
  readonly #visit: Visit<MapState>;
  readonly #items: readonly JsonValue[];
  readonly #startedId: number;
  readonly #cancellation: Cancellation;
  readonly #outputs: string[] = [];
  #nextIndex = 0;
  #lastSucceeded: number | undefined;
  #failed: Failed | undefined;

  constructor(visit: Visit<MapState>, items: readonly JsonValue[], startedId: number) {
    this.#visit = visit;
    this.#items = items;
    this.#startedId = startedId;
    this.#cancellation = Cancellation.within(visit.frame.cancellation);
  }

  async run(maxConcurrency: number): Promise<string> {
    const { frame } = this.#visit;
    const quota = frame.run.engine.quotas.inlineMapConcurrency;
    const slots = Math.min(maxConcurrency === 0 ? quota : maxConcurrency, quota, this.#items.length);
    await Promise.all(Array.from({ length: slots }, () => this.#work()));
    this.#cancellation.release();
    if (this.#failed !== undefined) {
      frame.position.last = this.#failed.last;
      throw this.#failed.thrown;
    }
    frame.position.last = this.#lastSucceeded ?? frame.position.last;
    return `[${this.#outputs.join(',')}]`;
  }

  /** Works on items until none is left. The first event of an iteration follows the slot's previous iteration. */
  async #work(): Promise<void> {
    let { last } = this.#visit.frame.position;
    for (;;) {
      const index = this.#nextIndex;
      const item = this.#items[index];
      if (item === undefined || this.#failed !== undefined) return;
      this.#nextIndex += 1;
      last = await this.#iterate(index, item, last);
    }
  }

  async #iterate(index: number, item: JsonValue, last: number): Promise<number> {
    const { frame, state } = this.#visit;
    const mapItem = { index, value: Payload.ofValue(item) };
    const iteration = this.#frame(mapItem, last);
    const { recorder } = frame.run;
    const details = { name: state.name, index };
    try {
      if (iteration.past === undefined) recorder.add(iteration.position, 'MapIterationStarted', details);
      const output = await runFrame(iteration, await this.#input(iteration, mapItem));
      this.#outputs[index] = output.text;
      iteration.variables.release();
      const succeeded =
        iteration.past?.succeededId ??
        recorder.add(iteration.position, 'MapIterationSucceeded', details, {
          advance: false,
        });
      this.#lastSucceeded = Math.max(this.#lastSucceeded ?? 0, succeeded);
    } catch (thrown) {
      this.#end(iteration, thrown, details);
    }
    return iteration.position.last;
  }

  /** Returns the item, or the result of ItemSelector, which is evaluated as part of the Map state. */
  async #input(iteration: Frame, mapItem: MapItem): Promise<Payload> {
    const { itemSelector } = this.#visit.state;
    // A redriven iteration continues with the data of its own states.
    const takenUp = iteration.past?.visit !== undefined || iteration.past?.output !== undefined;
    if (itemSelector === undefined || takenUp) return mapItem.value;
    const bindings = bindingsFor(this.#visit, {}, mapItem);
    const selected = Payload.ofValue(await evaluateTemplate(itemSelector, 'ItemSelector', bindings));
    if (selected.exceeds(iteration.run.engine.quotas.payloadBytes)) {
      throw dataLimitFailure(this.#visit.state.name);
    }
    return selected;
  }

  #end(iteration: Frame, thrown: unknown, details: { readonly name: string; readonly index: number }): void {
    const { recorder } = this.#visit.frame.run;
    if (thrown instanceof Interruption) {
      const previous = thrown.follows ?? iteration.position.last;
      recorder.add(iteration.position, 'MapIterationAborted', details, { previous, advance: false });
      recordAbort(iteration, previous);
      this.#failed ??= { thrown, last: iteration.position.last };
      return;
    }
    const failure = placeFailure(this.#visit, asFailure(thrown), iteration.position);
    const { last } = iteration.position;
    if (!failure.fatal) recorder.add(iteration.position, 'MapIterationFailed', details, { advance: false });
    recordFailedTask(iteration);
    if (this.#failed === undefined) {
      this.#failed = { thrown: failure, last };
      this.#cancellation.cancel(new Interruption('SIBLING', undefined, undefined, last));
    }
  }

  #frame(mapItem: MapItem, last: number): Frame {
    const { frame, state } = this.#visit;
    const path = `${frame.position.path}/${this.#startedId}.${mapItem.index}`;
    return {
      ...frame,
      program: state.processor,
      isRoot: false,
      position: { path, last },
      variables: frame.variables.inner(),
      cancellation: this.#cancellation,
      mapItem,
      past: frame.run.past?.frame(path),
    };
  }
}
