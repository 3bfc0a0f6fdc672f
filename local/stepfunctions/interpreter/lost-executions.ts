import { omitUndefined } from './omit-undefined.ts';
import type { Executions } from './executions.ts';
import { Counts, COUNTED_AS } from './execution/map-run/counts.ts';
import { Interruption } from './interruption.ts';
import { abortCause } from './nested-execution.ts';
import type { Clock, ExecutionQuery, ExecutionStore } from './ports.ts';
import type { ExecutionRecord, MapRunCounts, MapRunRecord } from './records.ts';

/** Records per read. */
const PAGE = 100;

/** The executions that were running when an earlier process died. */
export class LostExecutions {
  readonly #store: ExecutionStore;
  readonly #clock: Clock;
  readonly #executions: Executions;

  constructor(store: ExecutionStore, clock: Clock, executions: Executions) {
    this.#store = store;
    this.#clock = clock;
    this.#executions = executions;
  }

  /** Updates each record to match its history. Returns the executions that have not ended. */
  async recover(): Promise<readonly ExecutionRecord[]> {
    for await (const record of this.#all({ status: 'PENDING_REDRIVE' }))
      await this.#executions.settle(record);
    const interrupted: ExecutionRecord[] = [];
    for await (const record of this.#all({ status: 'RUNNING' })) {
      const settled = await this.#executions.settle(record);
      if (settled.status === 'RUNNING') interrupted.push(settled);
    }
    await this.#store.flush();
    return interrupted;
  }

  /** Aborts an execution, its Map Runs and their children, and the executions that it was waiting for. */
  async stop(record: ExecutionRecord, error?: string, cause?: string): Promise<ExecutionRecord> {
    await this.#stopMapRuns(record.executionArn);
    const awaited = await this.#executions.awaitedBy(record);
    const stopped = await this.#executions.abandon(record, error, cause);
    for (const arn of awaited) await this.#stopNested(arn, abortCause(record.executionArn));
    return stopped;
  }

  async #stopNested(executionArn: string, cause: string): Promise<void> {
    const running = this.#executions.stop(executionArn, new Interruption('STOPPED', undefined, cause));
    if (running !== undefined) return void (await running);
    const record = await this.#store.readExecution(executionArn);
    if (record?.status === 'RUNNING') await this.stop(record, undefined, cause);
  }

  async #stopMapRuns(executionArn: string): Promise<void> {
    let after: string | undefined;
    do {
      const page = await this.#store.listMapRuns(executionArn, PAGE, after);
      for (const mapRun of page.items) await this.#stopMapRun(mapRun);
      after = page.next;
    } while (after !== undefined);
  }

  async #stopMapRun(mapRun: MapRunRecord): Promise<void> {
    const { mapRunArn } = mapRun;
    // A Map Run that was about to be redriven has ended by its record, but may have running children.
    let isOpen = mapRun.status === 'RUNNING';
    for await (const record of this.#all({ mapRunArn, status: 'RUNNING' })) {
      isOpen = true;
      await this.stop(record);
    }
    if (!isOpen) return;
    const items = new Counts();
    const children = new Counts();
    for await (const { status, child } of this.#all({ mapRunArn })) {
      items.add(COUNTED_AS[status], child?.itemCount ?? 1);
      children.add(COUNTED_AS[status], 1);
    }
    this.#store.putMapRun({
      ...mapRun,
      status: 'ABORTED',
      stopDate: this.#clock.now(),
      itemCounts: withPending(items, mapRun.itemCounts),
      executionCounts: withPending(children, mapRun.executionCounts),
    });
  }

  /** Yields all matching executions. Lists all pages first, because the caller may change the executions. */
  async *#all(query: Omit<ExecutionQuery, 'limit'>): AsyncGenerator<ExecutionRecord, void, undefined> {
    const arns: string[] = [];
    let after: string | undefined;
    do {
      const page = await this.#store.listExecutions({
        ...query,
        limit: PAGE,
        ...omitUndefined({ after }),
      });
      arns.push(...page.items.map(({ executionArn }) => executionArn));
      after = page.next;
    } while (after !== undefined);
    for (const arn of arns) {
      const record = await this.#store.readExecution(arn);
      if (record !== undefined) yield record;
    }
  }
}

/** Counts children that never started as pending, so that the total does not change. */
function withPending(counts: Counts, { total }: MapRunCounts): MapRunCounts {
  counts.set('pending', Math.max(0, total - counts.total));
  return counts.snapshot(counts.get('succeeded'));
}
