import type { Clock } from '../../../../../../local/stepfunctions/interpreter/ports.ts';
import { settled } from '../../../../../support/settled.ts';

interface Sleeper {
  readonly due: number;
  readonly wake: () => void;
}

/** A clock that a test advances. */
export class ManualClock implements Pick<Clock, 'sleep' | 'yieldTurn'> {
  readonly #sleepers = new Set<Sleeper>();
  #now = 0;

  /** The number of callers that wait for a time. */
  get sleeping(): number {
    return this.#sleepers.size;
  }

  yieldTurn(): Promise<void> {
    return settled();
  }

  sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const sleeper = { due: this.#now + milliseconds, wake: resolve };
      this.#sleepers.add(sleeper);
      signal.addEventListener('abort', () => {
        this.#sleepers.delete(sleeper);
        reject(signal.reason as Error);
      });
    });
  }

  /** Advances the time, wakes the callers that are due, and resolves once their immediate work is done. */
  async advance(milliseconds: number): Promise<void> {
    this.#now += milliseconds;
    for (const sleeper of this.#sleepers) {
      if (sleeper.due > this.#now) continue;
      this.#sleepers.delete(sleeper);
      sleeper.wake();
    }
    await settled();
  }
}
