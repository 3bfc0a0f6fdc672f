import type { ExecutionQuery, ExecutionStore, JournalQuery, Page } from '../interpreter/ports.ts';
import type {
  ExecutionChange,
  ExecutionRecord,
  JournalEntry,
  ListedExecution,
  MapRunRecord,
  StateMachineSnapshot,
} from '../interpreter/records.ts';
import { applyChange } from '../interpreter/apply-change.ts';

/** An ExecutionStore in memory. A second engine can continue with it. */
export class MemoryStore implements ExecutionStore {
  readonly #snapshots = new Map<string, StateMachineSnapshot>();
  readonly #executions = new Map<string, ExecutionRecord>();
  readonly #journals = new Map<string, JournalEntry[]>();
  readonly #mapRuns = new Map<string, MapRunRecord>();

  putSnapshot(snapshot: StateMachineSnapshot): void {
    this.#snapshots.set(snapshot.snapshotId, snapshot);
  }

  readSnapshot(snapshotId: string): Promise<StateMachineSnapshot | undefined> {
    return Promise.resolve(this.#snapshots.get(snapshotId));
  }

  putExecution(record: ExecutionRecord): void {
    this.#executions.set(record.executionArn, record);
  }

  updateExecution(executionArn: string, change: ExecutionChange): void {
    const record = this.#executions.get(executionArn);
    if (record === undefined) throw new Error(`There is no execution ${executionArn}`);
    this.#executions.set(executionArn, applyChange(record, change));
  }

  readExecution(executionArn: string): Promise<ExecutionRecord | undefined> {
    return Promise.resolve(this.#executions.get(executionArn));
  }

  listExecutions(query: ExecutionQuery): Promise<Page<ExecutionRecord>> {
    const found = [...this.#executions.values()]
      .filter(
        (record) =>
          (query.stateMachineArn === undefined || record.stateMachineArn === query.stateMachineArn) &&
          (query.mapRunArn === undefined || record.child?.mapRunArn === query.mapRunArn) &&
          (query.status === undefined || record.status === query.status) &&
          (query.redriven === undefined || record.redriveCount > 0 === query.redriven),
      )
      .reverse()
      .sort((left, right) => right.startDate - left.startDate);
    return Promise.resolve(pageOf(found, query.limit, query.after));
  }

  listFacts(query: ExecutionQuery): Promise<Page<ListedExecution>> {
    return this.listExecutions(query);
  }

  append(executionArn: string, entry: JournalEntry): void {
    const journal = this.#journals.get(executionArn);
    if (journal === undefined) this.#journals.set(executionArn, [entry]);
    else journal.push(entry);
  }

  readJournal(executionArn: string, { reverse, limit, after }: JournalQuery): Promise<JournalEntry[]> {
    const journal = this.#journals.get(executionArn) ?? [];
    // Event ids are 1, 2, 3 ...: entry `id` is at index `id - 1`.
    if (reverse === true) {
      const end = after === undefined ? journal.length : after - 1;
      return Promise.resolve(journal.slice(Math.max(0, end - limit), end).reverse());
    }
    const start = after ?? 0;
    return Promise.resolve(journal.slice(start, start + limit));
  }

  putMapRun(record: MapRunRecord): void {
    this.#mapRuns.set(record.mapRunArn, record);
  }

  readMapRun(mapRunArn: string): Promise<MapRunRecord | undefined> {
    return Promise.resolve(this.#mapRuns.get(mapRunArn));
  }

  listMapRuns(executionArn: string, limit: number, after?: string): Promise<Page<MapRunRecord>> {
    const found = [...this.#mapRuns.values()].filter((record) => record.executionArn === executionArn);
    return Promise.resolve(pageOf(found, limit, after));
  }

  flush(): Promise<void> {
    return Promise.resolve();
  }
}

function pageOf<T>(all: readonly T[], limit: number, after = '0'): Page<T> {
  const start = Number(after);
  const items = all.slice(start, start + limit);
  return start + limit < all.length ? { items, next: String(start + limit) } : { items };
}
