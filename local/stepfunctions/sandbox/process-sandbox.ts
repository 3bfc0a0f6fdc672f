import type { Outcome } from '../interpreter/jsonata/outcome.ts';
import type { Sandbox, SandboxRequest } from '../interpreter/ports.ts';
import { Evaluator } from './evaluator.ts';

export interface ProcessSandboxOptions {
  /** The bundle of `expression-process.ts`. */
  readonly program: string;
  /** The maximum number of processes, each started on demand. Default 2. */
  readonly size?: number;
  /**
   * The CPU time limit of one evaluation in milliseconds. Wall-clock time would depend on the load of the machine.
   * Default 5000. AWS documents one second, on faster machines.
   */
  readonly cpuMs?: number;
}

/**
 * Evaluates expressions in separate processes. Threads are not enough: V8 may end the whole process when the heap of
 * one thread is full.
 */
export class ProcessSandbox implements Sandbox {
  readonly #program: string;
  readonly #size: number;
  readonly #cpuMs: number;
  readonly #all = new Set<Evaluator>();
  readonly #idle: Evaluator[] = [];
  readonly #waiting: (() => void)[] = [];
  #isClosed = false;

  constructor({ program, size = 2, cpuMs = 5000 }: ProcessSandboxOptions) {
    this.#program = program;
    this.#size = size;
    this.#cpuMs = cpuMs;
  }

  async evaluate(request: SandboxRequest, signal: AbortSignal): Promise<Outcome> {
    signal.throwIfAborted();
    while (this.#idle.length === 0 && this.#all.size >= this.#size && !this.#isClosed) {
      await this.#turn(signal);
    }
    if (this.#isClosed) throw new Error('The sandbox for expressions is closed');
    const evaluator = this.#idle.pop() ?? this.#start();
    try {
      return await evaluator.evaluate(request, signal);
    } finally {
      if (evaluator.isAlive) this.#idle.push(evaluator);
      else this.#all.delete(evaluator);
      this.#waiting.shift()?.();
    }
  }

  /** Kills all processes. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const ending = [...this.#all].map((evaluator) => evaluator.end());
    for (const wake of this.#waiting.splice(0)) wake();
    await Promise.all(ending);
  }

  #start(): Evaluator {
    const evaluator = new Evaluator(this.#program, this.#cpuMs);
    this.#all.add(evaluator);
    void evaluator.ended.then(() => {
      this.#all.delete(evaluator);
      const index = this.#idle.indexOf(evaluator);
      if (index >= 0) this.#idle.splice(index, 1);
    });
    return evaluator;
  }

  /** Waits until an evaluator may be free. Rejects if the signal aborts first. */
  #turn(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        this.#waiting.splice(this.#waiting.indexOf(wake), 1);
        // oxlint-disable-next-line typescript/prefer-promise-reject-errors -- the reason is the caller's
        reject(signal.reason);
      };
      const wake = (): void => {
        signal.removeEventListener('abort', leave);
        resolve();
      };
      this.#waiting.push(wake);
      signal.addEventListener('abort', leave, { once: true });
    });
  }
}
