import type { Interruption } from './interruption.ts';
import type { Abortable } from './semaphore.ts';

/** Why the signal of a work that has settled is aborted. One for all: a new one would capture a stack each time. */
const SETTLED = new DOMException('This operation was aborted', 'AbortError');

/**
 * Tells a part of an execution to end. Unlike an AbortSignal it is made for many listeners: an inline Map has forty
 * iterations under one, a Map Run thousands of children.
 */
export class Cancellation implements Abortable {
  readonly #listeners = new Set<(interruption: Interruption) => void>();
  #interruption: Interruption | undefined;
  #release: (() => void) | undefined;

  /** A cancellation of its own that is cancelled with `parent` too, until it is released. */
  static within(parent: Cancellation): Cancellation {
    const cancellation = new Cancellation();
    cancellation.#release = parent.listen((interruption) => cancellation.cancel(interruption));
    return cancellation;
  }

  /** The first interruption counts, later ones change nothing. */
  cancel(interruption: Interruption): void {
    if (this.#interruption !== undefined) return;
    this.#interruption = interruption;
    const listeners = [...this.#listeners];
    this.#listeners.clear();
    for (const listener of listeners) listener(interruption);
  }

  /** No longer cancelled with its parent. */
  release(): void {
    this.#release?.();
  }

  get aborted(): boolean {
    return this.#interruption !== undefined;
  }

  addEventListener(_type: 'abort', listener: () => void): void {
    this.#listeners.add(listener);
  }

  removeEventListener(_type: 'abort', listener: () => void): void {
    this.#listeners.delete(listener);
  }

  throwIfCancelled(): void {
    if (this.#interruption !== undefined) throw this.#interruption;
  }

  /** Calls `listener` once, at once if it is too late to wait. Gives what takes the listener away again. */
  listen(listener: (interruption: Interruption) => void): () => void {
    if (this.#interruption !== undefined) {
      listener(this.#interruption);
      return () => undefined;
    }
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * What `work` comes to, or the interruption as soon as there is one, whatever becomes of `work`. The signal is
   * aborted when `work` is no longer wanted, and when it has settled.
   */
  async guard<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    this.throwIfCancelled();
    const controller = new AbortController();
    let stopListening: () => void = () => undefined;
    const interrupted = new Promise<never>((_resolve, reject) => {
      stopListening = this.listen((interruption) => {
        reject(interruption);
      });
    });
    try {
      return await Promise.race([work(controller.signal), interrupted]);
    } finally {
      stopListening();
      controller.abort(SETTLED);
    }
  }
}
