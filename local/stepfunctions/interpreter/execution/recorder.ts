import type { State } from '../definition/model.ts';
import type { DataDetails, DetailsByType, EventType, HistoryEvent } from '../history/event.ts';
import type { Clock } from '../ports.ts';
import type { JournalEntry } from '../records.ts';
import { StateFailure } from '../state-failure.ts';

/** Nothing is ever shortened. */
export const COMPLETE: DataDetails = { truncated: false };

/** Where an event happens: the frame, and the event that its next one follows. */
export interface Position {
  readonly path: string;
  /** Id of the event that the next one names as its previous; each event moves it on. */
  last: number;
  /** The state that was entered and not exited; absent between states. */
  state?: State;
}

/** How an event differs from the usual: it follows the position's last event and becomes the last. */
export interface EventOptions {
  readonly previous?: number;
  /** False: the event is nobody's parent. */
  readonly advance?: boolean;
  /** For the journal, as `data` is. */
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
   * @param lastId Number of events already written.
   * @param onFull Called when only the event that ends the execution still fits.
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

  /** From now on only the event that ends the execution is written. */
  seal(): void {
    this.#sealed = true;
  }

  /** Writes an event and gives its id. The last event that fits the history can only end the execution. */
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
