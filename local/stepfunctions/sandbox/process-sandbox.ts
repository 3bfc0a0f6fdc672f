import type { Outcome } from '../interpreter/jsonata/outcome.ts';
import type { Sandbox, SandboxRequest } from '../interpreter/ports.ts';
import { Evaluator } from './evaluator.ts';

export interface ProcessSandboxOptions {
  /** The bundle of `expression-process.ts`. */
  readonly program: string;
  /** Processes at most, each started when it is first needed. Default 2. */
  readonly size?: number;
  /**
   * Milliseconds of CPU time for one evaluation: those of the clock would depend on what else the machine does.
   * Default 5000. AWS speaks of one second, and is some times as fast.
   */
  readonly cpuMs?: number;
}

/**
 * Evaluates expressions in processes of their own. Threads would not do: V8 ends the whole process when the heap of
 * one thread is full at a moment at which it cannot be cleared.
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

  /** Ends all processes, whatever they do. */
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

  /** Resolves when an evaluator may be free; rejects when nobody waits for it any more. */
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
