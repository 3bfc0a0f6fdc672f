import { hasRecord } from '../../events/event-kind.ts';
import type { StreamEvent } from '../../events/types.ts';

/**
 * The names of sources, from the events of the stream that were read so far.
 * @example const names = new SourceNames(); for (const event of events) names.learn(event)
 */
export class SourceNames {
  readonly #names = new Map<number, string>();

  /**
   * Takes the names in an event.
   * @example names.learn(event)
   */
  learn(event: StreamEvent): void {
    if (event.type === 'tvguide.source.listed') this.add(event.data);
    if (!hasRecord(event)) return;
    for (const { sourceId, name } of event.data.sources) {
      if (!this.#names.has(sourceId)) this.#names.set(sourceId, name);
    }
  }

  /**
   * Takes the name of a source.
   * @example names.add({ id: 203, name: 'Netflix' })
   */
  add({ id, name }: { readonly id: number; readonly name: string }): void {
    this.#names.set(id, name);
  }

  /**
   * Returns true if the name of a source is known.
   * @example names.has(203)
   */
  has(sourceId: number): boolean {
    return this.#names.has(sourceId);
  }

  /**
   * Returns the name of a source, or its ID in words.
   * @example names.of(203) // 'Netflix', or 'source 203'
   */
  of(sourceId: number): string {
    return this.#names.get(sourceId) ?? `source ${sourceId}`;
  }
}
