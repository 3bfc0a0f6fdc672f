import { join } from 'node:path';
import type { Clock, ExecutionQuery, ExecutionStore, JournalQuery, Page } from '../../interpreter/ports.ts';
import type {
  ExecutionChange,
  ExecutionRecord,
  JournalEntry,
  ListedExecution,
  MapRunRecord,
  StateMachineSnapshot,
} from '../../interpreter/records.ts';
import { Catalogue, type ExecutionSummary } from './catalogue.ts';
import { DescriptorPool } from './descriptor-pool.ts';
import type { ExecutionLog } from './execution-log.ts';
import { ExecutionLogs } from './execution-logs.ts';
import { listMatches } from './list-executions.ts';
import { factsOf } from './log-index.ts';
import type { Warn } from './log-file.ts';
import { pageAfter } from './page.ts';
import { StoreCorrupted, StoreReadFailed, StoreUnusable, StoreWriteFailed } from './store-errors.ts';
import { checkFormat, makeFolder, writeFormat } from './store-folder.ts';
import { StoreLock } from './store-lock.ts';
import { PeriodicSync } from './periodic-sync.ts';
import { removeStagingFiles } from '../durable-file.ts';
import { isSystemError } from '../error-facts.ts';

/** The maximum number of open files. */
const OPEN_FILES = 64;

export interface FileStoreOptions {
  /** Schedules writes: to the operating system at the end of a turn of the event loop, to disk within 3 seconds. */
  readonly clock: Pick<Clock, 'yieldTurn' | 'sleep'>;
  readonly warn: Warn;
  /** Returns definitions for those that the catalogue has lost. Default: none. */
  readonly knownSnapshots?: () => readonly StateMachineSnapshot[];
  /**
   * True to change no file and to take no lock: another process may have the store open. Changes stay in memory.
   * Default: false.
   */
  readonly isReadOnly?: boolean;
}

/**
 * An ExecutionStore in a folder. Data written to the operating system survives a kill of the process. Data that was
 * flushed, or is older than 3 seconds, survives a power cut. README.md describes the files.
 */
export class FileStore implements ExecutionStore {
  readonly #folder: string;
  readonly #clock: Pick<Clock, 'yieldTurn'>;
  readonly #warn: Warn;
  readonly #isReadOnly: boolean;
  readonly #lock: StoreLock | undefined;
  readonly #catalogue: Catalogue;
  readonly #logs: ExecutionLogs;
  readonly #periodicSync: PeriodicSync;
  #nextLog = 1;
  #drainIsDue = false;
  #failure: StoreWriteFailed | undefined;

  /**
   * Opens the store in `folder`, which is created if missing, except by a read-only store.
   *
   * @throws StoreLocked, StoreFormatUnknown, StoreUnusable
   */
  constructor(
    folder: string,
    { clock, warn, knownSnapshots = () => [], isReadOnly = false }: FileStoreOptions,
  ) {
    const executions = join(folder, 'executions');
    this.#folder = folder;
    this.#isReadOnly = isReadOnly;
    this.#clock = clock;
    this.#warn = warn;
    this.#periodicSync = new PeriodicSync(clock, () => this.#syncWritten());
    let lock: StoreLock | undefined;
    try {
      if (!isReadOnly) {
        makeFolder(executions);
        lock = new StoreLock(folder);
        removeStagingFiles(folder);
        removeStagingFiles(executions);
      }
      this.#lock = lock;
      checkFormat(folder, warn, isReadOnly);
      const pool = new DescriptorPool(OPEN_FILES, isReadOnly);
      this.#catalogue = new Catalogue(join(folder, 'catalogue.log'), pool, warn);
      this.#logs = new ExecutionLogs(executions, { pool, warn, catalogue: this.#catalogue });
      this.#reconcile(knownSnapshots);
      if (!isReadOnly) this.#logs.compress();
    } catch (error) {
      lock?.release();
      const cause = error instanceof StoreReadFailed ? error.cause : error;
      throw isSystemError(cause) ? new StoreUnusable(folder, cause) : error;
    }
  }

  putSnapshot(snapshot: StateMachineSnapshot): void {
    this.#catalogue.putSnapshot(snapshot);
    this.#scheduleDrain();
  }

  readSnapshot(snapshotId: string): Promise<StateMachineSnapshot | undefined> {
    return settle(() => this.#catalogue.readSnapshot(snapshotId));
  }

  putExecution(record: ExecutionRecord): void {
    const number =
      record.child === undefined ? this.#nextLog++ : this.#catalogue.logOfMapRun(record.child.mapRunArn);
    if (number === undefined) throw new Error(`The Map Run of ${record.executionArn} was not put before it`);
    this.#write(number, (log) => {
      log.putExecution(record);
    });
    this.#summarise(number);
  }

  updateExecution(executionArn: string, change: ExecutionChange): void {
    const number = this.#mustFind(executionArn);
    this.#write(number, (log) => {
      log.updateExecution(executionArn, change);
    });
    this.#summarise(number);
  }

  readExecution(executionArn: string): Promise<ExecutionRecord | undefined> {
    return settle(() => {
      const number = this.#find(executionArn);
      return number === undefined ? undefined : this.#logs.log(number).readExecution(executionArn);
    });
  }

  listExecutions(query: ExecutionQuery): Promise<Page<ExecutionRecord>> {
    return settle(() => {
      const { items, ...rest } = listMatches(query, this.#catalogue, this.#logs);
      return { items: items.flatMap((match) => this.#readListed(match)), ...rest };
    });
  }

  listFacts(query: ExecutionQuery): Promise<Page<ListedExecution>> {
    return settle(() => {
      const { items, ...rest } = listMatches(query, this.#catalogue, this.#logs);
      return { items: items.flatMap((match) => factsOf(match.entry) ?? this.#readListed(match)), ...rest };
    });
  }

  /** Reads a record, or warns if it is lost, so that the others can still be listed. */
  #readListed({ log, executionArn }: Pick<ExecutionSummary, 'log' | 'executionArn'>): ExecutionRecord[] {
    try {
      return [this.#logs.log(log).readExecution(executionArn)];
    } catch (error) {
      if (!(error instanceof StoreCorrupted)) throw error;
      this.#warn(`${error.message} The list omits it.`);
      return [];
    }
  }

  /** Returns the top-level execution of an execution, or the execution itself if the store does not know it. */
  topLevelOf(executionArn: string): string {
    const number = this.#find(executionArn);
    const summary = number === undefined ? undefined : this.#catalogue.summary(number);
    return summary?.executionArn ?? executionArn;
  }

  append(executionArn: string, entry: JournalEntry): void {
    this.#write(this.#mustFind(executionArn), (log) => {
      log.append(executionArn, entry);
    });
  }

  readJournal(executionArn: string, query: JournalQuery): Promise<readonly JournalEntry[]> {
    return settle(() => {
      const number = this.#find(executionArn);
      return number === undefined ? [] : this.#logs.log(number).readJournal(executionArn, query);
    });
  }

  putMapRun(record: MapRunRecord): void {
    const { mapRunArn, stateMachineArn } = record;
    const number = this.#catalogue.logOfMapRun(mapRunArn) ?? this.#mustFind(record.executionArn);
    this.#catalogue.putMapRun({ mapRunArn, stateMachineArn, log: number });
    this.#write(number, (log) => {
      log.putMapRun(record);
    });
  }

  readMapRun(mapRunArn: string): Promise<MapRunRecord | undefined> {
    return settle(() => {
      const number = this.#catalogue.logOfMapRun(mapRunArn);
      return number === undefined ? undefined : this.#logs.log(number).readMapRun(mapRunArn);
    });
  }

  listMapRuns(executionArn: string, limit: number, after?: string): Promise<Page<MapRunRecord>> {
    return settle(() => {
      const number = this.#find(executionArn);
      if (number === undefined) return { items: [] };
      const log = this.#logs.log(number);
      const { items, next } = pageAfter(log.mapRunArns(executionArn), limit, after);
      const records = items.map((arn) => log.readMapRun(arn)).filter((record) => record !== undefined);
      return next === undefined ? { items: records } : { items: records, next };
    });
  }

  async flush(executionArn?: string): Promise<void> {
    if (this.#isReadOnly) return;
    if (this.#failure !== undefined) this.#tryAgain();
    this.#drain();
    // A start must not wait until the writes of a hundred other executions are on disk.
    const own = executionArn === undefined ? undefined : this.#find(executionArn);
    const logs = [...(own === undefined ? this.#logs.dirty : [this.#logs.log(own)])];
    await Promise.all(logs.map((log) => log.sync()));
    await this.#catalogue.sync();
    for (const log of logs) if (!log.isDirty) this.#logs.markClean(log);
  }

  /**
   * Removes the executions that ended before a time, with their child executions and histories.
   *
   * @param before Epoch milliseconds.
   * @param isTrial True for a dry run, which removes nothing.
   * @param interrupted True to remove executions without an end, too, that started before the time. No engine may run
   *   them.
   * @returns The ARNs of the executions.
   */
  prune(before: number, isTrial = false, interrupted = false): readonly string[] {
    const old = [...this.#catalogue.summaries].filter(
      (summary) =>
        summary.startDate < before && (summary.open ? interrupted : this.#hasEndedBefore(summary, before)),
    );
    if (old.length > 0 && !isTrial) {
      // The catalogue first: if the process ends here, the next start adopts the remaining logs again.
      this.#catalogue.remove(new Set(old.map(({ log }) => log)));
      for (const { log } of old) this.#logs.remove(log);
    }
    return old.map(({ executionArn }) => executionArn);
  }

  /** An execution whose record is lost counts from its start. */
  #hasEndedBefore({ log, executionArn }: ExecutionSummary, before: number): boolean {
    const [record] = this.#readListed({ log, executionArn });
    return (record?.stopDate ?? 0) < before;
  }

  /** Resolves when the logs of ended executions are compressed, or compressing them has failed. */
  whenCompressed(): Promise<void> {
    return this.#logs.whenCompressed();
  }

  /** Flushes, and unlocks the folder. The store cannot be used afterwards. */
  async close(): Promise<void> {
    this.#periodicSync.close();
    try {
      await this.flush();
    } finally {
      // Also if the store can no longer write, which `flush` has reported.
      await this.#logs.close().finally(() => this.#lock?.release());
      this.#catalogue.close();
    }
  }

  #write(number: number, write: (log: ExecutionLog) => void): void {
    if (this.#failure !== undefined) this.#tryAgain();
    const log = this.#logs.log(number);
    write(log);
    this.#logs.markDirty(log);
    this.#scheduleDrain();
  }

  /** Retries the failed write: the disk may have space again. */
  #tryAgain(): void {
    writeFormat(this.#folder);
    this.#drainIsDue = true;
    this.#drain();
    this.#failure = undefined;
    this.#warn(
      `${this.#folder} can be written again. Executions that ran meanwhile are interrupted: redrive them.`,
    );
  }

  #scheduleDrain(): void {
    if (this.#drainIsDue || this.#isReadOnly) return;
    this.#drainIsDue = true;
    this.#periodicSync.note();
    void this.#clock
      .yieldTurn()
      .then(() => this.#drain())
      .catch(() => undefined); // The next write throws it.
  }

  /** Does nothing after a failed write: the next write or flush retries and reports to its caller. */
  async #syncWritten(): Promise<void> {
    if (this.#failure === undefined) await this.flush();
  }

  /** Writes logs before the catalogue, which must never refer to data that no log has. */
  #drain(): void {
    if (!this.#drainIsDue) return;
    this.#drainIsDue = false;
    try {
      this.#logs.drain();
      this.#catalogue.drain();
    } catch (error) {
      this.#failure = error instanceof StoreWriteFailed ? error : new StoreWriteFailed(this.#folder, error);
      throw this.#failure;
    }
  }

  #summarise(number: number): void {
    const log = this.#logs.log(number);
    const [top] = log.executions;
    if (top === undefined || top.executionArn === '') return;
    const { executionArn, stateMachineArn, status, startDate, redriveCount } = top;
    const open = log.hasOpenExecutions;
    this.#catalogue.putSummary({
      ...{ log: number, executionArn, stateMachineArn, status, startDate, open },
      redriven: redriveCount > 0,
      ...(open ? {} : { size: log.size }),
    });
  }

  /** Updates the catalogue from the logs: a killed process may have written only one of them. */
  #reconcile(knownSnapshots: () => readonly StateMachineSnapshot[]): void {
    const known = new Map([...this.#catalogue.summaries].map((summary) => [summary.log, summary]));
    const { isDamaged } = this.#catalogue;
    const withoutDefinition: ExecutionRecord[] = [];
    const numbers = new Set([...this.#logs.numbers(), ...known.keys()]);
    for (const number of numbers) {
      this.#nextLog = Math.max(this.#nextLog, number + 1);
      const summary = known.get(number);
      // After a power cut, the catalogue may be newer than the log.
      const isCutOff = summary !== undefined && this.#logs.sizeOf(number) < (summary.size ?? 0);
      if (summary?.open === false && !isCutOff && !isDamaged) continue;
      const log = this.#logs.log(number);
      if (log.executions.length === 0 && summary !== undefined) {
        this.#warn(`The log of ${summary.executionArn} is lost: the execution is omitted.`);
        this.#catalogue.forget(summary);
      }
      if (summary === undefined || isDamaged) withoutDefinition.push(...this.#withoutDefinition(number));
      for (const { mapRunArn, stateMachineArn } of log.mapRuns()) {
        this.#catalogue.putMapRun({ mapRunArn, stateMachineArn, log: number });
      }
      this.#summarise(number);
    }
    if (withoutDefinition.length > 0) this.#restoreDefinitions(withoutDefinition, knownSnapshots());
    if (isDamaged && !this.#isReadOnly) this.#catalogue.rewrite(join(this.#folder, 'catalogue.log.damaged'));
  }

  /** Definitions are only in the catalogue: a damaged catalogue may have lost them. */
  #withoutDefinition(number: number): ExecutionRecord[] {
    const [top] = this.#logs.log(number).executions;
    if (top === undefined || top.executionArn === '') return [];
    return this.#readListed({ log: number, executionArn: top.executionArn }).filter(
      ({ snapshotId }) => !this.#catalogue.hasSnapshot(snapshotId),
    );
  }

  #restoreDefinitions(records: readonly ExecutionRecord[], snapshots: readonly StateMachineSnapshot[]): void {
    for (const snapshot of snapshots) {
      if (records.some(({ snapshotId }) => snapshotId === snapshot.snapshotId))
        this.#catalogue.putSnapshot(snapshot);
    }
    const lost = records.filter(({ snapshotId }) => !this.#catalogue.hasSnapshot(snapshotId));
    const [example] = lost;
    if (example === undefined) return;
    const others = lost.length === 1 ? '' : ` and ${lost.length - 1} more`;
    this.#warn(
      `The catalogue has lost the definition of ${example.executionArn}${others}: ` +
        'its history can be read, but a redrive may be refused.',
    );
  }

  #find(executionArn: string): number | undefined {
    const top = this.#catalogue.logOfExecution(executionArn);
    if (top !== undefined) return top;
    const candidates = this.#catalogue.logsOfLabelledMachine(labelledMachineOf(executionArn));
    return (
      candidates.find((number) => this.#logs.loaded(number)?.has(executionArn)) ??
      candidates.find((number) => this.#logs.log(number).has(executionArn))
    );
  }

  #mustFind(executionArn: string): number {
    const number = this.#find(executionArn);
    if (number === undefined) throw new Error(`There is no execution ${executionArn}`);
    return number;
  }
}

/** Maps `...:execution:NAME/LABEL:CHILD` or `...:express:NAME/LABEL:CHILD:UUID` to `...:stateMachine:NAME/LABEL`. */
function labelledMachineOf(executionArn: string): string {
  return executionArn.replace(/:(?:execution|express):([^:]+):.*$/, ':stateMachine:$1');
}

/** Runs synchronous work, and converts an exception to a rejection. */
function settle<T>(work: () => T): Promise<T> {
  return new Promise((resolve) => {
    resolve(work());
  });
}
