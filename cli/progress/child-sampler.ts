import type { HistoryEvent } from '@aws-sdk/client-sfn';
import { executionsOf } from '../../operate/aws/executions.ts';
import { HistoryFollower } from '../../operate/aws/history.ts';
import type { StepFunctions } from '../../operate/aws/step-functions.ts';

/** How many pages are read of children before it is asked which run now. */
const PAGES_PER_LISTING = 5;
/** How many running children are kept in view. */
const IN_VIEW = 20;

/**
 * Looks into the running children of a Map Run, one history page at a time and one child after the other. The
 * parent's history says nothing of their retries, and to read all of them would cost thousands of requests: this is
 * a sample.
 */
export class ChildSampler {
  readonly #known = new Map<string, HistoryFollower>();
  #queue: HistoryFollower[] = [];
  #pagesUntilListing = 0;

  constructor(
    readonly sfn: StepFunctions,
    readonly mapRunArn: string,
  ) {}

  /** How many children have been looked into. */
  get looked(): number {
    return this.#known.size;
  }

  /** Reads at most one page of one child, and gives the events in it that were not given before. */
  async next(): Promise<{ readonly executionArn: string; readonly events: readonly HistoryEvent[] }> {
    if (this.#pagesUntilListing === 0) await this.#list();
    this.#pagesUntilListing -= 1;
    const follower = this.#queue.shift();
    if (follower === undefined) return { executionArn: '', events: [] };
    this.#known.set(follower.executionArn, follower);
    const events = await follower.next();
    this.#queue.push(follower);
    return { executionArn: follower.executionArn, events };
  }

  async #list(): Promise<void> {
    this.#pagesUntilListing = PAGES_PER_LISTING;
    const running: HistoryFollower[] = [];
    const filter = { mapRunArn: this.mapRunArn, statusFilter: 'RUNNING' } as const;
    for await (const { executionArn } of executionsOf(this.sfn, filter, IN_VIEW)) {
      if (executionArn === undefined) continue;
      running.push(this.#known.get(executionArn) ?? new HistoryFollower(this.sfn, executionArn));
      if (running.length === IN_VIEW) break;
    }
    // Those not looked into yet come first.
    this.#queue = running.sort(
      (a, b) => Number(this.#known.has(a.executionArn)) - Number(this.#known.has(b.executionArn)),
    );
  }
}
