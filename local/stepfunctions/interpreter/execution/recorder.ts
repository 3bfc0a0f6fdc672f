import type { State } from '../definition/model.ts';
import type { DataDetails, DetailsByType, EventType, HistoryEvent } from '../history/event.ts';
import type { Clock } from '../ports.ts';
import type { JournalEntry } from '../records.ts';
import { StateFailure } from '../state-failure.ts';

/** Payloads are never truncated. */
export const COMPLETE: DataDetails = { truncated: false };

/** The place of the next event: its frame and its previous event. */
export interface Position {
  readonly path: string;
  /** The previous event of the next event. Each event updates it. */
  last: number;
  /** The current state; absent between states. */
  state?: State;
}

/** Options of an event. By default, it follows the position's last event and becomes the last. */
export interface EventOptions {
  readonly previous?: number;
  /** False: no event follows it by default. */
  readonly advance?: boolean;
  /** For the journal entry, like `data`. */
  readonly next?: string | undefined;
  readonly data?: string;
}

const TERMINAL: readonly EventType[] = [
  'ExecutionFailed',
  'ExecutionTimedOut',
  'ExecutionAborted',
  'ExecutionSucceeded',
];

/** Writes one execution's history. */
export class Recorder {
  readonly #clock: Clock;
  readonly #append: (entry: JournalEntry) => void;
  readonly #limit: number;
  readonly #onFull: (failure: StateFailure, last: number) => void;
  #lastId: number;
  #sealed = false;

  /**
   * @param lastId The number of events already written.
   * @param onFull Called when only the final event still fits.
   */
  constructor(
    clock: Clock,
    limit: number,
    lastId: number,
    append: (entry: JournalEntry) => void,
    onFull: (failure: StateFailure, last: number) => void,
  ) {
    this.#clock = clock;
    this.#limit = limit;
    this.#lastId = lastId;
    this.#append = append;
    this.#onFull = onFull;
  }

  get lastId(): number {
    return this.#lastId;
  }

  /** Discards all later events except the final one. */
  seal(): void {
    this.#sealed = true;
  }

  /** Writes an event and returns its id. The last place in the history is reserved for the final event. */
  add<T extends EventType>(
    position: Position,
    type: T,
    details: DetailsByType[T],
    { previous = position.last, advance = true, ...kept }: EventOptions = {},
  ): number {
    const terminal = TERMINAL.includes(type);
    if (this.#sealed && !terminal) return position.last;
    if (!terminal && this.#lastId + 1 >= this.#limit) {
      const reason = `The execution reached the maximum number of history events (${this.#limit}).`;
      const failure = new StateFailure('States.Runtime', reason);
      this.#onFull(failure, this.#lastId);
      throw failure;
    }
    this.#lastId += 1;
    const id = this.#lastId;
    const event = {
      id,
      previousEventId: previous,
      timestamp: this.#clock.now(),
      type,
      details,
    } as HistoryEvent;
    this.#append({ event, path: position.path, ...kept });
    if (advance) position.last = id;
    return id;
  }
}
