import type { EngineObserver } from '../../../local/interpreter/ports.ts';
import type { HistoryEvent } from '../../../local/interpreter/history/event.ts';
import type { MapRunRecord } from '../../../local/interpreter/records.ts';

/** Where the state machine is. */
export interface StateProgress {
  readonly name: string;
  /** Epoch milliseconds. */
  readonly enteredAt: number;
  /** Absent while the state runs. */
  readonly exitedAt?: number;
}

/** Titles of the Map Run, as far as they have come. */
export interface TitleProgress {
  readonly total: number;
  /** Details fetched, or set aside. */
  readonly fetched: number;
  /** In a batch that is published. */
  readonly done: number;
  /** In a batch that failed. */
  readonly failed: number;
}

/**
 * Follows one execution and the children of its Map Run through what the engine reports, and keeps what a display
 * needs: states, titles, retries by error.
 */
export class RunProgress {
  readonly states: StateProgress[] = [];
  readonly retries = new Map<string, number>();
  titles: TitleProgress = { total: 0, fetched: 0, done: 0, failed: 0 };

  /** The error of each attempt that failed and was not yet retried, by execution and event id. */
  readonly #failures = new Map<string, string>();
  /** The run's own execution; the others are children of its Map Run. */
  #executionArn: string | undefined;
  #resumed: readonly string[] = [];
  #markEnded: () => void = () => undefined;
  #markBroken: (cause: unknown) => void = () => undefined;

  /** Resolves when the execution has ended, however it did; rejects when it cannot go on, for want of disk space say. */
  readonly ended = new Promise<void>((resolve, reject) => {
    this.#markEnded = resolve;
    this.#markBroken = reject;
  });

  readonly observer: EngineObserver = {
    onEvent: (executionArn, event, path) => this.#onEvent(executionArn, event, path),
    onMapRun: (record) => this.#onMapRun(record),
    onExecution: ({ executionArn, status }) => {
      if (executionArn === this.#executionArn && status !== 'RUNNING') this.#markEnded();
    },
    onDefect: (_executionArn, cause) => this.#markBroken(cause),
  };

  constructor() {
    // Whoever waits is told; a defect before anybody waits must not end the process.
    this.ended.catch(() => undefined);
  }

  /** Names the states that a redrive goes on with: they were entered before, so no event will say so. */
  resume(stateNames: readonly string[]): void {
    this.#resumed = stateNames;
  }

  /** How often an attempt was repeated. */
  get retryCount(): number {
    return [...this.retries.values()].reduce((sum, count) => sum + count, 0);
  }

  /** The state that runs now. */
  get current(): StateProgress | undefined {
    return this.states.find((state) => state.exitedAt === undefined);
  }

  #onEvent(executionArn: string, event: HistoryEvent, path: string): void {
    if (event.type === 'ExecutionStarted' || event.type === 'ExecutionRedriven') {
      // The run's own execution starts first; all that follow are its children.
      this.#executionArn ??= executionArn;
    }
    if (executionArn === this.#executionArn && path === '') this.#onOwnEvent(event);
    if (event.type === 'MapIterationSucceeded') {
      this.titles = { ...this.titles, fetched: this.titles.fetched + 1 };
    }
    this.#countRetry(executionArn, event);
  }

  #onOwnEvent(event: HistoryEvent): void {
    if (event.type.endsWith('StateEntered') && event.details !== undefined && 'name' in event.details) {
      this.states.push({ name: event.details.name, enteredAt: event.timestamp });
    } else if (event.type.endsWith('StateExited') && event.details !== undefined && 'name' in event.details) {
      const { name } = event.details;
      const index = this.states.findLastIndex((state) => state.name === name);
      const state = this.states[index];
      if (state !== undefined) this.states[index] = { ...state, exitedAt: event.timestamp };
    } else if (event.type === 'ExecutionRedriven') {
      this.states.push(...this.#resumed.map((name) => ({ name, enteredAt: event.timestamp })));
    }
  }

  /** An attempt that is scheduled right after one failed is a retry. */
  #countRetry(executionArn: string, event: HistoryEvent): void {
    if (event.type === 'TaskFailed' || event.type === 'TaskTimedOut') {
      this.#failures.set(`${executionArn}#${event.id}`, event.details.error ?? 'unnamed error');
      return;
    }
    if (this.#failures.size === 0) return;
    const failure = `${executionArn}#${event.previousEventId}`;
    const error = this.#failures.get(failure);
    if (error === undefined) return;
    this.#failures.delete(failure);
    if (event.type === 'TaskScheduled') this.retries.set(error, (this.retries.get(error) ?? 0) + 1);
  }

  #onMapRun({ itemCounts }: MapRunRecord): void {
    const done = itemCounts.succeeded;
    this.titles = {
      total: itemCounts.total,
      // Batches that succeeded before a redrive were fetched then.
      fetched: Math.max(this.titles.fetched, done),
      done,
      failed: itemCounts.failed + itemCounts.timedOut,
    };
  }
}

/** `12 retries (7 Watchmode.RateLimited, 5 Watchmode.Unavailable)`, or nothing when there was none. */
export function describeRetries({
  retries,
  retryCount,
}: Pick<RunProgress, 'retries' | 'retryCount'>): string {
  if (retryCount === 0) return '';
  const byError = [...retries].sort(([, a], [, b]) => b - a).map(([error, count]) => `${count} ${error}`);
  return `${retryCount} ${retryCount === 1 ? 'retry' : 'retries'} (${byError.join(', ')})`;
}
