import { hasRecord } from '../../../../events/event-kind.ts';
import { serviceOf } from '../../../../events/sections.ts';
import type { StreamEvent } from '../../../../events/types.ts';

/** A title that has arrived on services or left one, for example `GB:203`. */
export interface Change {
  readonly titleId: number;
  readonly services: readonly string[];
}

/** The changes of a day, in the order of the stream. */
export interface ChangesOfDay {
  readonly arrived: readonly Change[];
  readonly left: readonly Change[];
}

/** Sorts the events of several sweeps by the sweep that published them. */
export class DayChanges {
  /** The names of the titles in the events, with the year: `Moon (2009)`. */
  readonly names = new Map<number, string>();
  readonly #starts: readonly number[];
  readonly #days: readonly { readonly arrived: Change[]; readonly left: Change[] }[];
  readonly #seen = new Set<string>();

  /** @param starts the starts of the sweeps in whole seconds, ascending, in epoch milliseconds */
  constructor(starts: readonly number[]) {
    this.#starts = starts;
    this.#days = starts.map(() => ({ arrived: [], left: [] }));
  }

  /** Adds an event. An event with the id of another one is left out. */
  add(event: StreamEvent): void {
    const day = this.#days[this.#starts.findLastIndex((start) => start <= Date.parse(event.time))];
    if (day === undefined || this.#seen.has(event.id)) return;
    this.#seen.add(event.id);
    const titleId = Number(event.subject);
    if (event.type === 'tvguide.title.left') {
      day.left.push({ titleId, services: [serviceOf(event.data)] });
    }
    if (!hasRecord(event)) return;
    const { title, year } = event.data;
    this.names.set(titleId, year === null ? title : `${title} (${year})`);
    const services = event.arrivedon?.split(',');
    if (services !== undefined) day.arrived.push({ titleId, services });
  }

  /** Returns the changes of a sweep. @param index its place in the order of the starts */
  of(index: number): ChangesOfDay {
    return this.#days[index] ?? { arrived: [], left: [] };
  }
}
