import type { Cancellation } from './cancellation.ts';

/** A number of places that work takes one each of; who finds none waits, the first come first. */
export class Slots {
  #free: number;
  readonly #waiting = new Set<() => void>();

  /** @param count Places that there are; Infinity for no limit. */
  constructor(count: number) {
    this.#free = count;
  }

  /** Resolves once there is a place, which `release` gives back; rejects with the interruption when cancelled before. */
  async take(cancellation: Cancellation): Promise<void> {
    cancellation.throwIfCancelled();
    if (this.#free > 0) {
      this.#free -= 1;
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const grant = (): void => {
        stopListening();
        resolve();
      };
      this.#waiting.add(grant);
      const stopListening = cancellation.listen((interruption) => {
        this.#waiting.delete(grant);
        reject(interruption);
      });
    });
  }

  /** Gives a place back: to who has waited longest, if anybody does. */
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
