import type { Clock } from '../../interpreter/ports.ts';

/** The maximum time in milliseconds until written data is on disk. A power cut may lose the data of this time. */
export const SYNC_AFTER_MS = 3_000;

/**
 * Syncs each write to disk within {@link SYNC_AFTER_MS}. Writes do not wait for the sync. Without writes, there is no
 * timer.
 */
export class PeriodicSync {
  readonly #clock: Pick<Clock, 'sleep'>;
  readonly #sync: () => Promise<void>;
  readonly #closing = new AbortController();
  #isDue = false;

  /** @param sync Syncs everything to disk. Its failure is reported by the next write. */
  constructor(clock: Pick<Clock, 'sleep'>, sync: () => Promise<void>) {
    this.#clock = clock;
    this.#sync = sync;
  }

  /** Schedules a sync. */
  note(): void {
    if (this.#isDue || this.#closing.signal.aborted) return;
    this.#isDue = true;
    this.#clock.sleep(SYNC_AFTER_MS, this.#closing.signal).then(
      () => {
        this.#isDue = false;
        return this.#sync().catch(() => undefined); // The next write throws the error.
      },
      () => undefined, // Closing the store syncs everything.
    );
  }

  close(): void {
    this.#closing.abort();
  }
}
