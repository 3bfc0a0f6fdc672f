import { messageOf } from '../error-facts.ts';
import type { LogParts } from './log-parts.ts';
import type { Warn } from './log-file.ts';

/** Compresses parts of logs one at a time, off the main thread. A failure leaves the part uncompressed. */
export class Compressor {
  readonly #warn: Warn;
  readonly #waiting = new Set<LogParts>();
  readonly #stop = new AbortController();
  #work: Promise<void> | undefined;
  #hasFailed = false;

  constructor(warn: Warn) {
    this.#warn = warn;
  }

  /** Schedules the compression of a log's parts, if any. */
  note(parts: LogParts): void {
    if (!parts.hasPlain || this.#stop.signal.aborted) return;
    this.#waiting.add(parts);
    this.#work ??= this.#compress().finally(() => {
      this.#work = undefined;
    });
  }

  /** Resolves when all scheduled parts are compressed. */
  async idle(): Promise<void> {
    while (this.#work !== undefined) await this.#work;
  }

  /** Stops compressing. The next start of the store continues. */
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
        if (!this.#hasFailed) this.#warn(`Cannot compress logs: ${messageOf(error)}`);
        this.#hasFailed = true;
      }
    }
  }
}
