import type { ExecutionStatus, MapRunCounts } from '../../records.ts';

type Status = Exclude<keyof MapRunCounts, 'total' | 'resultsWritten' | 'failuresNotRedrivable'>;

/** Counts the items or the children of a Map Run while it runs. */
export class Counts {
  readonly #byStatus: Record<Status, number> = {
    pending: 0,
    running: 0,
    succeeded: 0,
    failed: 0,
    timedOut: 0,
    aborted: 0,
    pendingRedrive: 0,
  };
  #notRedrivable = 0;

  add(status: Status, amount: number): void {
    this.#byStatus[status] += amount;
  }

  move(from: Status, to: Status, amount: number): void {
    this.#byStatus[from] -= amount;
    this.#byStatus[to] += amount;
  }

  addNotRedrivable(amount: number): void {
    this.#notRedrivable += amount;
  }

  set(status: Status, amount: number): void {
    this.#byStatus[status] = amount;
  }

  get(status: Status): number {
    return this.#byStatus[status];
  }

  /** The number of failed and timed-out items or children, which count against the tolerance. */
  get unsuccessful(): number {
    return this.#byStatus.failed + this.#byStatus.timedOut;
  }

  get total(): number {
    return Object.values(this.#byStatus).reduce((sum, amount) => sum + amount, 0);
  }

  snapshot(resultsWritten: number): MapRunCounts {
    return {
      ...this.#byStatus,
      total: this.total,
      resultsWritten,
      failuresNotRedrivable: this.#notRedrivable,
    };
  }
}

/** The counter for a child that will not run again, by its status. */
export const COUNTED_AS: Readonly<Record<ExecutionStatus, Status>> = {
  SUCCEEDED: 'succeeded',
  FAILED: 'failed',
  TIMED_OUT: 'timedOut',
  ABORTED: 'aborted',
  // A child resolves as RUNNING only if the engine is closed. Then nothing is counted.
  RUNNING: 'aborted',
  PENDING_REDRIVE: 'aborted',
};
