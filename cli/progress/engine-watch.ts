import {
  type EngineObserver,
  type HistoryEvent as EngineEvent,
  toWireEvent,
} from '../../local/stepfunctions/index.ts';
import type { Io } from '../../operate/io.ts';
import { RetryCounter } from '../../operate/run/retry-counter.ts';
import { sumOfRetries } from '../../operate/run/sum-of-retries.ts';
import type { Pace } from './follow-execution.ts';
import type { ChildRetries } from './progress.ts';

const SAYS_OF_RETRIES = /(Scheduled|Failed|TimedOut)$/;
/** The time between two looks, short enough for a moving bar in a run of two seconds. */
const LOOK_MS = 250;

/**
 * Observes the engine of this process for one execution. The next look comes at once when the execution ends or leaves
 * a Task or Map state. The retries of all children are known without requests.
 */
export class EngineWatch implements Pace {
  readonly #children = new Map<string, RetryCounter>();
  #executionArn: string | undefined;
  #ended = false;
  #defect: { readonly cause: unknown } | undefined;
  #wake: () => void = () => undefined;

  /** The observer to pass to the engine. */
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

  /** Selects the execution. Call it before the execution is started or redriven. */
  follow(executionArn: string): void {
    this.#executionArn = executionArn;
    this.#ended = false;
    this.#children.clear();
  }

  /** Resolves after {@link LOOK_MS}, or when the execution ends or leaves a state. @throws the defect of the engine */
  async wait(): Promise<void> {
    if (!this.#ended && this.#defect === undefined) {
      await new Promise<void>((resolve) => {
        this.#wake = () => {
          stop();
          resolve();
        };
        const stop = this.io.every(LOOK_MS, () => this.#wake());
      });
    }
    this.#throwDefect();
  }

  /** @throws the defect of the engine */
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
