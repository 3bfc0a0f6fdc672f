import { readFileSync } from 'node:fs';
import { applyChange } from '../../interpreter/apply-change.ts';
import type { JournalQuery } from '../../interpreter/ports.ts';
import type {
  ExecutionChange,
  ExecutionRecord,
  JournalEntry,
  MapRunRecord,
} from '../../interpreter/records.ts';
import type { DescriptorPool } from './descriptor-pool.ts';
import { emptyJournal, LONGEST_GAP_BYTES, noteEntry, pointAfter, pointBefore } from './journal-index.ts';
import { LogFile, type Warn } from './log-file.ts';
import { decodeIndex, emptyIndex, encodeIndex } from './log-index.ts';
import type { ExecutionEntry, LogIndex, MapRunEntry } from './log-index.ts';
import { encodeLine, isWhole, readHead, readValue } from './log-line.ts';
import { StoreCorrupted } from './store-errors.ts';
import { replaceFileSync } from '../durable-file.ts';
import { hasErrorCode } from '../error-facts.ts';

/** An index is written for logs that would take a noticeable time to read through. */
const INDEX_FROM_BYTES = 256 * 1024;
/** So much growth makes a new index worth while, so that a killed process leaves little to read through. */
const INDEX_EVERY_BYTES = 64 * 1024 * 1024;

/**
 * The log of one top-level execution and of all child executions of its Map Runs: records, changes, Map Runs and
 * journals in the order they were written, so that a log cut off anywhere is what was true at that moment.
 */
export class ExecutionLog {
  readonly #file: LogFile;
  readonly #indexPath: string;
  readonly #index: LogIndex;
  readonly #numbers = new Map<string, number>();
  readonly #mapRuns = new Map<string, MapRunEntry>();
  /** Map Runs change with every child: only their newest record is written, when the log is drained. */
  readonly #changedMapRuns = new Map<string, MapRunRecord>();
  #indexedSize: number;
  #openCount = 0;

  constructor(path: string, pool: DescriptorPool, warn: Warn) {
    this.#file = new LogFile(path, pool);
    this.#indexPath = path.replace(/\.log$/, '.index');
    this.#index = this.#readIndexFile() ?? emptyIndex();
    this.#indexedSize = this.#index.size;
    for (const entry of this.#index.mapRuns) this.#mapRuns.set(entry.mapRunArn, entry);
    for (const [number, entry] of this.#index.executions.entries()) {
      this.#numbers.set(entry.executionArn, number);
      if (isOpen(entry)) this.#openCount += 1;
    }
    this.#file.recover(this.#index.size, warn, (line, offset) => this.#replay(line, offset));
  }

  /** The executions of the log, the top-level one first; empty for a log that was cut off before its first line. */
  get executions(): readonly ExecutionEntry[] {
    return this.#index.executions;
  }

  /** Whether any execution has not ended. */
  get hasOpenExecutions(): boolean {
    return this.#openCount > 0;
  }

  /** Bytes of all lines, written or held back. */
  get size(): number {
    return this.#file.size;
  }

  get isDirty(): boolean {
    return this.#file.isDirty || this.#changedMapRuns.size > 0;
  }

  has(executionArn: string): boolean {
    return this.#numbers.has(executionArn);
  }

  putExecution(record: ExecutionRecord): void {
    const number = this.#index.executions.length;
    const line = encodeLine('E', number, 0, record);
    this.#addExecution(record, this.#file.append(line), line.length);
  }

  updateExecution(executionArn: string, change: ExecutionChange): void {
    const number = this.#numberOf(executionArn);
    // JSON has no undefined: a member to remove is written as null, which no member's value can be.
    const written = Object.fromEntries(Object.entries(change).map(([key, value]) => [key, value ?? null]));
    const line = encodeLine('U', number, 0, written);
    this.#changeExecution(number, change, this.#file.append(line), line.length);
  }

  append(executionArn: string, entry: JournalEntry): void {
    const number = this.#numberOf(executionArn);
    const { journal } = this.#entry(number);
    const id = entry.event.id;
    if (id !== journal.count + 1) {
      throw new RangeError(`Event ${id} of ${executionArn} does not follow event ${journal.count}`);
    }
    const line = encodeLine('J', number, id, entry);
    noteEntry(journal, this.#file.append(line), line.length);
  }

  putMapRun(record: MapRunRecord): void {
    if (this.#mapRuns.has(record.mapRunArn)) {
      this.#changedMapRuns.set(record.mapRunArn, record);
      return;
    }
    // Before its children, so that no child is ever without its Map Run.
    const line = encodeLine('M', 0, 0, record);
    this.#addMapRun(record, this.#file.append(line), line.length);
  }

  readExecution(executionArn: string): ExecutionRecord {
    const { lines } = this.#entry(this.#numberOf(executionArn));
    let record = this.#readValue(lines[0], lines[1]) as ExecutionRecord;
    for (let index = 2; index < lines.length; index += 2) {
      const change = decodeChange(this.#readValue(lines[index], lines[index + 1]) as WrittenChange);
      record = applyChange(record, change);
    }
    return record;
  }

  readMapRun(mapRunArn: string): MapRunRecord | undefined {
    const entry = this.#mapRuns.get(mapRunArn);
    if (entry === undefined) return undefined;
    const changed = this.#changedMapRuns.get(mapRunArn);
    return changed ?? (this.#readValue(entry.offset, entry.length) as MapRunRecord);
  }

  /** ARNs of the Map Runs of one execution, in the order they were started. */
  mapRunArns(executionArn: string): readonly string[] {
    return this.#index.mapRuns
      .filter((entry) => entry.executionArn === executionArn)
      .map((entry) => entry.mapRunArn);
  }

  /** Every Map Run of the log. */
  *mapRuns(): Iterable<MapRunRecord> {
    for (const { mapRunArn } of this.#index.mapRuns) {
      const record = this.readMapRun(mapRunArn);
      if (record !== undefined) yield record;
    }
  }

  readJournal(executionArn: string, { reverse, limit, after }: JournalQuery): readonly JournalEntry[] {
    const number = this.#numberOf(executionArn);
    const { count } = this.#entry(number).journal;
    if (reverse === true) {
      const last = Math.min(count, (after ?? count + 1) - 1);
      return this.#readEntries(number, Math.max(1, last - limit + 1), last).reverse();
    }
    const first = (after ?? 0) + 1;
    return this.#readEntries(number, first, Math.min(count, first + limit - 1));
  }

  /** Hands everything to the operating system. */
  drain(): void {
    for (const [mapRunArn, record] of this.#changedMapRuns) {
      const line = encodeLine('M', 0, 0, record);
      const entry = this.#mapRuns.get(mapRunArn);
      const offset = this.#file.append(line);
      if (entry !== undefined) Object.assign(entry, { offset, length: line.length });
    }
    this.#changedMapRuns.clear();
    this.#file.drain();
    if (this.#file.size - this.#indexedSize >= INDEX_EVERY_BYTES) this.#writeIndexFile();
  }

  async sync(): Promise<void> {
    this.drain();
    await this.#file.sync();
  }

  /** Leaves behind what makes the next opening fast, and closes the file. A file that cannot be written is only closed. */
  close(): void {
    if (!this.#file.hasFailed) {
      this.drain();
      if (this.#file.size - this.#indexedSize >= INDEX_FROM_BYTES) this.#writeIndexFile();
    }
    this.#file.closeDescriptor();
  }

  #readEntries(number: number, first: number, last: number): JournalEntry[] {
    const { journal } = this.#entry(number);
    const entries: JournalEntry[] = [];
    const start = pointBefore(journal, first);
    if (start === undefined || first > last) return entries;
    this.#file.visitLines(start, journal.end, (line, offset) => {
      const head = readHead(line);
      if (head.kind !== 'J' || head.owner !== number) return undefined;
      if (head.id >= first) {
        if (!isWhole(line)) throw new StoreCorrupted(this.#file.path, offset);
        entries.push(readValue(line, head.jsonStart) as JournalEntry);
      }
      if (head.id >= last) return -1;
      const next = pointAfter(journal, head.id);
      const isFar = next?.id === head.id + 1 && next.offset - offset > LONGEST_GAP_BYTES;
      return isFar ? next.offset : undefined;
    });
    return entries;
  }

  #replay(line: Buffer, offset: number): void {
    const { kind, owner, jsonStart } = readHead(line);
    if (kind === 'J') {
      noteEntry(this.#entry(owner).journal, offset, line.length);
    } else if (kind === 'E') {
      this.#addExecution(readValue(line, jsonStart) as ExecutionRecord, offset, line.length);
    } else if (kind === 'U') {
      const change = decodeChange(readValue(line, jsonStart) as WrittenChange);
      this.#changeExecution(owner, change, offset, line.length);
    } else if (kind === 'M') {
      const record = readValue(line, jsonStart) as MapRunRecord;
      const entry = this.#mapRuns.get(record.mapRunArn);
      if (entry === undefined) this.#addMapRun(record, offset, line.length);
      else Object.assign(entry, { offset, length: line.length });
    }
    this.#index.size = offset + line.length;
  }

  #addExecution(record: ExecutionRecord, offset: number, length: number): void {
    const entry: ExecutionEntry = {
      executionArn: record.executionArn,
      stateMachineArn: record.stateMachineArn,
      ...(record.child === undefined ? {} : { mapRunArn: record.child.mapRunArn }),
      status: record.status,
      startDate: record.startDate,
      redriven: record.redriveCount > 0,
      lines: [offset, length],
      journal: emptyJournal(),
    };
    this.#numbers.set(record.executionArn, this.#index.executions.length);
    this.#index.executions.push(entry);
    if (isOpen(entry)) this.#openCount += 1;
  }

  #changeExecution(number: number, change: ExecutionChange, offset: number, length: number): void {
    const entry = this.#entry(number);
    if (isOpen(entry)) this.#openCount -= 1;
    entry.lines.push(offset, length);
    entry.status = change.status ?? entry.status;
    entry.startDate = change.startDate ?? entry.startDate;
    if (change.redriveCount !== undefined) entry.redriven = change.redriveCount > 0;
    if (isOpen(entry)) this.#openCount += 1;
  }

  #addMapRun({ mapRunArn, executionArn }: MapRunRecord, offset: number, length: number): void {
    const entry: MapRunEntry = { mapRunArn, executionArn, offset, length };
    this.#index.mapRuns.push(entry);
    this.#mapRuns.set(mapRunArn, entry);
  }

  #numberOf(executionArn: string): number {
    const number = this.#numbers.get(executionArn);
    if (number === undefined) throw new Error(`There is no execution ${executionArn}`);
    return number;
  }

  #entry(number: number): ExecutionEntry {
    const entry = this.#index.executions[number];
    if (entry === undefined) throw new Error(`${this.#file.path} has no execution number ${number}`);
    return entry;
  }

  #readValue(offset = 0, length = 0): unknown {
    return readValue(this.#file.readLine(offset, length));
  }

  #readIndexFile(): LogIndex | undefined {
    try {
      return decodeIndex(readFileSync(this.#indexPath, 'utf8'), this.#file.size);
    } catch (error) {
      if (hasErrorCode(error, 'ENOENT')) return undefined;
      throw error;
    }
  }

  #writeIndexFile(): void {
    this.#index.size = this.#file.size;
    replaceFileSync(this.#indexPath, encodeIndex(this.#index));
    this.#indexedSize = this.#index.size;
  }
}

/** A change as JSON carries it. */
type WrittenChange = Readonly<Record<string, unknown>>;

function decodeChange(written: WrittenChange): ExecutionChange {
  return Object.fromEntries(Object.entries(written).map(([key, value]) => [key, value ?? undefined]));
}

function isOpen(entry: ExecutionEntry): boolean {
  return entry.status === 'RUNNING' || entry.status === 'PENDING_REDRIVE';
}
