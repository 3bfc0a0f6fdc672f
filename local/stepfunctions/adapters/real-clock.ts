import type { Clock } from '../interpreter/ports.ts';

/** The maximum delay of Node.js timers; longer ones would fire at once. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** The time in milliseconds after which the engine yields to I/O. */
const LONG_TURN_MS = 15;

/** The system clock. */
export class RealClock implements Clock {
  #turnStart: number | undefined;

  now(): number {
    return Date.now();
  }

  monotonic(): number {
    return performance.now();
  }

  yieldTurn(): Promise<void> {
    return new Promise((resolve) => {
      setImmediate(resolve);
    });
  }

  /** Measures from the first call in a turn of the event loop. */
  isTurnLong(): boolean {
    const now = this.monotonic();
    if (this.#turnStart !== undefined) return now - this.#turnStart > LONG_TURN_MS;
    this.#turnStart = now;
    setImmediate(() => {
      this.#turnStart = undefined;
    });
    return false;
  }

  /** Sleeps in chunks of at most 2^31-1 ms, the limit of Node.js timers. */
  sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const due = this.monotonic() + milliseconds;
      let timer: NodeJS.Timeout | undefined;
      const cancel = (): void => {
        clearTimeout(timer);
        // oxlint-disable-next-line typescript/prefer-promise-reject-errors -- the reason is the caller's
        reject(signal.reason);
      };
      const wait = (left: number): void => {
        timer = setTimeout(
          () => {
            const remaining = due - this.monotonic();
            if (left > MAX_TIMER_MS && remaining > 0) {
              wait(remaining);
              return;
            }
            signal.removeEventListener('abort', cancel);
            resolve();
          },
          Math.min(Math.max(0, left), MAX_TIMER_MS),
        );
      };
      if (signal.aborted) {
        cancel();
        return;
      }
      signal.addEventListener('abort', cancel, { once: true });
      wait(milliseconds);
    });
  }
}
