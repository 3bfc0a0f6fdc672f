import type {
  ExecutionChange,
  ExecutionRecord,
  JournalEntry,
  MapRunRecord,
} from '../../../../../local/stepfunctions/interpreter/records.ts';
import { MemoryStore } from '../../../../../local/stepfunctions/testing.ts';

/** A store that discards all writes after a number of events, as if the process died then. */
export class DyingStore extends MemoryStore {
  #left: number;

  constructor(events: number) {
    super();
    this.#left = events;
  }

  /** Starts the next process. */
  revive(): void {
    this.#left = Infinity;
  }

  override append(executionArn: string, entry: JournalEntry): void {
    if (this.#left <= 0) return;
    this.#left -= 1;
    super.append(executionArn, entry);
  }

  override putExecution(record: ExecutionRecord): void {
    if (this.#left > 0) super.putExecution(record);
  }

  override updateExecution(executionArn: string, change: ExecutionChange): void {
    if (this.#left > 0) super.updateExecution(executionArn, change);
  }

  override putMapRun(record: MapRunRecord): void {
    if (this.#left > 0) super.putMapRun(record);
  }
}
