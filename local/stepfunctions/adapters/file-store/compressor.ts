import { messageOf } from '../error-facts.ts';
import type { LogParts } from './log-parts.ts';
import type { Warn } from './log-file.ts';

/** Compresses parts of logs one after the other, off the main thread. A part that cannot be is left as it is. */
export class Compressor {
  readonly #warn: Warn;
  readonly #waiting = new Set<LogParts>();
  readonly #stop = new AbortController();
  #work: Promise<void> | undefined;
  #hasFailed = false;

  constructor(warn: Warn) {
    this.#warn = warn;
  }

  /** Takes note that a log may have something to compress. */
  note(parts: LogParts): void {
    if (!parts.hasPlain || this.#stop.signal.aborted) return;
    this.#waiting.add(parts);
    this.#work ??= this.#compress().finally(() => {
      this.#work = undefined;
    });
  }

  /** Resolves when everything is compressed that was noted. */
  async idle(): Promise<void> {
    while (this.#work !== undefined) await this.#work;
  }

  /** Ends the work, which the next opening of the store takes up. */
  async close(): Promise<void> {
    this.#stop.abort();
    await this.idle();
  }

  async #compress(): Promise<void> {
    for (const parts of this.#waiting) {
      this.#waiting.delete(parts);
      try {
        while (parts.hasPlain) await parts.compressOne(this.#stop.signal);
        this.#hasFailed = false;
      } catch (error) {
        if (this.#stop.signal.aborted) return;
        if (!this.#hasFailed) this.#warn(`Cannot compress what has ended: ${messageOf(error)}`);
        this.#hasFailed = true;
      }
    }
  }
}
