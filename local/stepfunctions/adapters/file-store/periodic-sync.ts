import type { Clock } from '../../interpreter/ports.ts';

/**
 * The longest time before written data is flushed to the disk, in milliseconds: the data of that time may be lost in a
 * power cut.
 */
export const SYNC_AFTER_MS = 3_000;

/**
 * Has the disk take each write within {@link SYNC_AFTER_MS}. Writes do not wait for it, and a store without writes has
 * no cost.
 */
export class PeriodicSync {
  readonly #clock: Pick<Clock, 'sleep'>;
  readonly #sync: () => Promise<void>;
  readonly #closing = new AbortController();
  #isDue = false;

  /** @param sync - has the disk take everything; a rejection is not reported here, but by the next write */
  constructor(clock: Pick<Clock, 'sleep'>, sync: () => Promise<void>) {
    this.#clock = clock;
    this.#sync = sync;
  }

  /** Takes note that something was written. */
  note(): void {
    if (this.#isDue || this.#closing.signal.aborted) return;
    this.#isDue = true;
    this.#clock.sleep(SYNC_AFTER_MS, this.#closing.signal).then(
      () => {
        this.#isDue = false;
        return this.#sync().catch(() => undefined); // A file that could not be synced throws at the next write.
      },
      () => undefined, // The store is closing, which syncs everything.
    );
  }

  /** Syncs no more. */
  close(): void {
    this.#closing.abort();
  }
}
