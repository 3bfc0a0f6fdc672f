import {
  type EngineObserver,
  type HistoryEvent as EngineEvent,
  toWireEvent,
} from '../../local/stepfunctions/index.ts';
import type { Io } from '../../operate/io.ts';
import { RetryCounter } from '../../operate/run/retry-counter.ts';
import { sumOfRetries } from '../../operate/run/sum-of-retries.ts';
import { type Pace, POLL_MS } from './follow-execution.ts';
import type { ChildRetries } from './progress.ts';

const SAYS_OF_RETRIES = /(Scheduled|Failed|TimedOut)$/;

/**
 * Watches the engine of this process for one execution: it is asked for again without delay when it has ended or left a
 * state that does work, and the retries of every child are known without a request.
 */
export class EngineWatch implements Pace {
  readonly #children = new Map<string, RetryCounter>();
  #executionArn: string | undefined;
  #ended = false;
  #defect: { readonly cause: unknown } | undefined;
  #wake: () => void = () => undefined;

  /** To be given to the engine. */
  readonly observer: EngineObserver = {
    onEvent: (executionArn, event) => this.#onEvent(executionArn, event),
    onExecution: ({ executionArn, status }) => {
      if (executionArn !== this.#executionArn) return;
      this.#ended = status !== 'RUNNING';
      if (this.#ended) this.#wake();
    },
    onDefect: (_executionArn, cause) => {
      this.#defect = { cause };
      this.#wake();
    },
  };

  constructor(readonly io: Pick<Io, 'every'>) {}

  /** To be called before the execution is started or redriven. */
  follow(executionArn: string): void {
    this.#executionArn = executionArn;
  }

  /** Resolves after a second, or when the execution ends or leaves such a state. @throws what the engine failed with */
  async wait(): Promise<void> {
    if (!this.#ended && this.#defect === undefined) {
      await new Promise<void>((resolve) => {
        this.#wake = () => {
          stop();
          resolve();
        };
        const stop = this.io.every(POLL_MS, () => this.#wake());
      });
    }
    this.#throwDefect();
  }

  /** @throws what the engine failed with */
  childrenOf(): ChildRetries {
    this.#throwDefect();
    const retries = sumOfRetries([...this.#children.values()].map(({ counts }) => counts));
    return { retries, lookedInto: undefined };
  }

  #throwDefect(): void {
    if (this.#defect !== undefined) throw this.#defect.cause;
  }

  #onEvent(executionArn: string, event: EngineEvent): void {
    if (executionArn === this.#executionArn) {
      if (event.type === 'TaskStateExited' || event.type === 'MapStateExited') this.#wake();
      return;
    }
    if (!SAYS_OF_RETRIES.test(event.type)) return;
    const child = this.#children.get(executionArn) ?? new RetryCounter();
    this.#children.set(executionArn, child);
    child.add({ ...toWireEvent(event), timestamp: new Date(event.timestamp) });
  }
}
