/** The part of AbortSignal that Semaphore uses. */
export interface Abortable {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: () => void): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

/** A FIFO counting semaphore. */
export class Semaphore {
  #free: number;
  readonly #waiting = new Set<() => void>();

  /** @param permits Infinity for no limit */
  constructor(permits: number) {
    this.#free = permits;
  }

  /** Acquires a permit; release it with `release()`. Resolves to false if the signal aborts first. */
  acquire(signal: Abortable): true | Promise<boolean> {
    if (this.#free > 0) {
      this.#free -= 1;
      return true;
    }
    if (signal.aborted) return Promise.resolve(false);
    return new Promise((resolve) => {
      const grant = (): void => {
        signal.removeEventListener('abort', giveUp);
        resolve(true);
      };
      const giveUp = (): void => {
        signal.removeEventListener('abort', giveUp);
        this.#waiting.delete(grant);
        resolve(false);
      };
      signal.addEventListener('abort', giveUp);
      this.#waiting.add(grant);
    });
  }

  /** Releases a permit. The longest waiter, if any, acquires it. */
  release(): void {
    const [next] = this.#waiting;
    if (next === undefined) {
      this.#free += 1;
      return;
    }
    this.#waiting.delete(next);
    next();
  }
}
