import type { Clock } from '../interpreter/ports.ts';

interface Timer {
  readonly due: number;
  readonly sequence: number;
  readonly wake: () => void;
}

/**
 * A clock that stands still while any code can run, and then jumps to the next timer. Timers due at the same time fire
 * in the order they were set.
 */
export class VirtualClock implements Clock {
  readonly #turn: () => Promise<void>;
  readonly #timers: Timer[] = [];
  #now: number;
  #setBy = 0;
  #sequence = 0;
  #holds = 0;
  #pumping = false;

  /**
   * @param turn Resolves once all runnable promise callbacks have run, for example `setImmediate`.
   * @param start The initial time in epoch milliseconds.
   */
  constructor(turn: () => Promise<void>, start: number = Date.UTC(2026, 0, 1)) {
    this.#turn = turn;
    this.#now = start;
  }

  now(): number {
    return this.#now + this.#setBy;
  }

  monotonic(): number {
    return this.#now;
  }

  /** Moves the wall clock forwards or back, as NTP does. */
  setBy(milliseconds: number): void {
    this.#setBy += milliseconds;
  }

  yieldTurn(): Promise<void> {
    return Promise.resolve();
  }

  sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const cancel = (): void => {
        this.#timers.splice(this.#timers.indexOf(timer), 1);
        // oxlint-disable-next-line typescript/prefer-promise-reject-errors -- the reason is the caller's
        reject(signal?.reason);
      };
      const timer: Timer = {
        due: this.#now + Math.max(0, milliseconds),
        sequence: (this.#sequence += 1),
        wake: () => {
          signal?.removeEventListener('abort', cancel);
          resolve();
        },
      };
      this.#insert(timer);
      if (signal?.aborted === true) cancel();
      else signal?.addEventListener('abort', cancel, { once: true });
      this.#pump();
    });
  }

  /** Stops the clock until `work`, which does real I/O, has settled. */
  async hold<T>(work: Promise<T>): Promise<T> {
    this.#holds += 1;
    try {
      return await work;
    } finally {
      this.#holds -= 1;
      this.#pump();
    }
  }

  #insert(timer: Timer): void {
    const after = this.#timers.findLastIndex((other) => other.due <= timer.due);
    this.#timers.splice(after + 1, 0, timer);
  }

  #pump(): void {
    if (this.#pumping) return;
    this.#pumping = true;
    void this.#advance();
  }

  async #advance(): Promise<void> {
    for (;;) {
      await this.#turn();
      if (this.#holds > 0) break;
      const next = this.#timers.shift();
      if (next === undefined) break;
      this.#now = next.due;
      next.wake();
    }
    this.#pumping = false;
  }
}
