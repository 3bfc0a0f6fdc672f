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

/** A process that evaluates one expression at a time, until it ends or is ended. */
export class Evaluator {
  readonly #child: ChildProcess;
  #job: Job | undefined;
  #isAlive = true;
  /** Resolves when the process is gone. */
  readonly ended: Promise<void>;

  /** `program` is the bundle of `expression-process.ts`; `cpuMs` are for one evaluation. */
  constructor(program: string, cpuMs: number) {
    this.#child = fork(program, [String(cpuMs)], {
      execArgv: [],
      // It needs nothing of the environment, least of all the secrets in it.
      env: {},
      serialization: 'advanced',
      // A process that runs out of memory says so at length.
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
      // Nothing less stops an evaluation.
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

  /** Ends the process, and resolves when it is gone: until then this process stays up for it. */
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

  /** Whether this process stays up for the other. */
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

/** Why a process ended, if that was for what the expression took. V8 aborts a process that it finds no memory for. */
function limitBehind(
  code: number | null,
  signal: NodeJS.Signals | null,
): EvaluationLimitError['limit'] | undefined {
  if (code === EXIT.outOfTime) return 'time';
  return code === EXIT.outOfMemory || code === 134 || signal === 'SIGABRT' ? 'memory' : undefined;
}
