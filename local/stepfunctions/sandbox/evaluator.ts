import { fork, type ChildProcess } from 'node:child_process';
import { EvaluationLimitError } from '../interpreter/jsonata/limits.ts';
import type { Outcome } from '../interpreter/jsonata/outcome.ts';
import { limitText } from '../interpreter/jsonata/outcome-of.ts';
import type { SandboxRequest } from '../interpreter/ports.ts';
import { EXIT } from './exit-codes.ts';

interface Job {
  readonly resolve: (outcome: Outcome) => void;
  readonly reject: (reason: unknown) => void;
}

/** A process that evaluates one expression at a time. */
export class Evaluator {
  readonly #child: ChildProcess;
  #job: Job | undefined;
  #isAlive = true;
  /** Resolves when the process has exited. */
  readonly ended: Promise<void>;

  /** `program` is the bundle of `expression-process.ts`; `cpuMs` limits the CPU time of one evaluation. */
  constructor(program: string, cpuMs: number) {
    this.#child = fork(program, [String(cpuMs)], {
      execArgv: [],
      // Keeps secrets in the environment from the process.
      env: {},
      serialization: 'advanced',
      // V8 writes a long report when it runs out of memory.
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    this.#child.on('message', (outcome) => this.#job?.resolve(outcome as Outcome));
    this.ended = new Promise((resolve) => {
      this.#child.once('exit', (code, signal) => {
        this.#isAlive = false;
        this.#explainEnd(code, signal);
        resolve();
      });
      this.#child.once('error', (cause) => {
        this.#isAlive = false;
        this.#job?.reject(new Error('No process can be started to evaluate an expression', { cause }));
        resolve();
      });
    });
  }

  get isAlive(): boolean {
    return this.#isAlive;
  }

  /** @see Sandbox.evaluate */
  async evaluate(request: SandboxRequest, abort: AbortSignal): Promise<Outcome> {
    const cancel = (): void => {
      this.kill();
      this.#job?.reject(abort.reason);
    };
    this.#holdProcess(true);
    abort.addEventListener('abort', cancel, { once: true });
    try {
      return await new Promise<Outcome>((resolve, reject) => {
        this.#job = { resolve, reject };
        this.#child.send(request);
      });
    } finally {
      this.#job = undefined;
      abort.removeEventListener('abort', cancel);
      this.#holdProcess(false);
    }
  }

  kill(): void {
    this.#isAlive = false;
    this.#child.kill('SIGKILL');
  }

  /** Kills the process, and resolves when it has exited. Keeps this process alive until then. */
  async end(): Promise<void> {
    this.#holdProcess(true);
    this.kill();
    await this.ended;
  }

  #explainEnd(code: number | null, signal: NodeJS.Signals | null): void {
    const limit = limitBehind(code, signal);
    if (limit !== undefined) {
      this.#job?.resolve({ kind: 'fault', text: limitText(new EvaluationLimitError(limit)) });
    } else {
      const how = signal ?? `code ${String(code)}`;
      this.#job?.reject(new Error(`The process that evaluates expressions ended with ${how}`));
    }
  }

  /** Sets whether the evaluator keeps this process alive. */
  #holdProcess(hold: boolean): void {
    const { channel } = this.#child;
    if (hold) {
      this.#child.ref();
      channel?.ref();
    } else {
      this.#child.unref();
      channel?.unref();
    }
  }
}

/** Returns the limit that ended a process, if any. V8 aborts a process that runs out of memory. */
function limitBehind(
  code: number | null,
  signal: NodeJS.Signals | null,
): EvaluationLimitError['limit'] | undefined {
  if (code === EXIT.outOfTime) return 'time';
  return code === EXIT.outOfMemory || code === 134 || signal === 'SIGABRT' ? 'memory' : undefined;
}
