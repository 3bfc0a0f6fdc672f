import { omitUndefined } from '../../interpreter/omit-undefined.ts';
import { readFileSync } from 'node:fs';
import { applyChange } from '../../interpreter/apply-change.ts';
import type { JournalQuery } from '../../interpreter/ports.ts';
import type {
  ExecutionChange,
  ExecutionRecord,
  JournalEntry,
  MapRunRecord,
} from '../../interpreter/records.ts';
import { rebuildRecord, searchEntries, searchMapRun } from './damaged-log.ts';
import type { DescriptorPool } from './descriptor-pool.ts';
import { emptyJournal, MAX_GAP_BYTES, noteEntry, pointAfter, pointBefore } from './journal-index.ts';
import { LogFile, type Warn } from './log-file.ts';
import type { LogParts } from './log-parts.ts';
import { changeEntry, decodeIndex, emptyIndex, encodeIndex, isOpen } from './log-index.ts';
import type { ExecutionEntry, LogIndex, MapRunEntry } from './log-index.ts';
import { encodeLine, isWhole, readHead, readValue } from './log-line.ts';
import { decodeChange, type WrittenChange } from './written-change.ts';
import { StoreCorrupted, StoreWriteFailed } from './store-errors.ts';
import { replaceFileSync } from '../durable-file.ts';
import { hasErrorCode, isSystemError } from '../error-facts.ts';

/** The minimum size of a log to compress once all its executions have ended. */
const COMPRESS_FROM_BYTES = 64 * 1024;
/** The growth of a log after which closing it writes an index. Smaller logs are fast to read through. */
const INDEX_FROM_BYTES = 256 * 1024;
/** The growth of a log after which its index is written while it is open, in case the process is killed. */
const INDEX_EVERY_BYTES = 64 * 1024 * 1024;

/**
 * The log of one top-level execution and all child executions of its Map Runs: records, changes, Map Runs and journals
 * in the order they were written. A log cut off anywhere is a consistent state of an earlier moment.
 */
export class ExecutionLog {
  readonly parts: LogParts;
  readonly #file: LogFile;
  readonly #indexPath: string;
  readonly #index: LogIndex;
  readonly #numbers = new Map<string, number>();
  readonly #mapRuns = new Map<string, MapRunEntry>();
  /** Map Runs change with every child execution, so only their newest record is written, when the log is drained. */
  readonly #changedMapRuns = new Map<string, MapRunRecord>();
  readonly #warn: Warn;
  readonly #told = new Set<string>();
  #indexedSize: number;
  #openCount = 0;

  constructor(
    path: string,
    parts: LogParts,
    { pool, warn }: { readonly pool: DescriptorPool; readonly warn: Warn },
  ) {
    this.parts = parts;
    this.#file = new LogFile(path, pool, parts);
    this.#warn = warn;
    this.#indexPath = path.replace(/\.log$/, '.index');
    this.#index = this.#readIndexFile() ?? emptyIndex();
    this.#indexedSize = this.#index.size;
    for (const entry of this.#index.mapRuns) this.#mapRuns.set(entry.mapRunArn, entry);
    for (const [number, entry] of this.#index.executions.entries()) {
      if (entry.executionArn !== '') this.#numbers.set(entry.executionArn, number);
      if (isOpen(entry)) this.#openCount += 1;
    }
    this.#file.recover(this.#index.size, warn, (line, offset) => this.#replay(line, offset));
  }

  /** The executions of the log, the top-level one first. Empty if the log was cut off before its first line. */
  get executions(): readonly ExecutionEntry[] {
    return this.#index.executions;
  }

  /** True if any execution has not ended. */
  get hasOpenExecutions(): boolean {
    return this.#openCount > 0;
  }

  /** Bytes of all lines, including buffered ones. */
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
    this.#addExecution(number, record, this.#file.append(line), line.length);
  }

  updateExecution(executionArn: string, change: ExecutionChange): void {
    const number = this.#numberOf(executionArn);
    // JSON has no undefined: null, which is no valid value of a member, marks a removed member.
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
    noteEntry(journal, id, this.#file.append(line), line.length);
  }

  putMapRun(record: MapRunRecord): void {
    if (this.#mapRuns.has(record.mapRunArn)) {
      this.#changedMapRuns.set(record.mapRunArn, record);
      return;
    }
    // Written before its child executions, which must not exist without it.
    const line = encodeLine('M', 0, 0, record);
    this.#addMapRun(record, this.#file.append(line), line.length);
  }

  /** @throws StoreCorrupted if the input of the execution is lost */
  readExecution(executionArn: string): ExecutionRecord {
    const number = this.#numberOf(executionArn);
    const entry = this.#entry(number);
    const { lines, status, startDate } = entry;
    const stored = this.#tryValue(lines[0], lines[1]) as ExecutionRecord | undefined;
    let record = stored ?? this.#rebuild(entry);
    let isDamaged = stored === undefined;
    for (let index = 2; index < lines.length; index += 2) {
      const change = this.#tryValue(lines[index], lines[index + 1]);
      if (change === undefined) isDamaged = true;
      else record = applyChange(record, decodeChange(change as WrittenChange));
    }
    return isDamaged ? { ...record, status, startDate } : record;
  }

  readMapRun(mapRunArn: string): MapRunRecord | undefined {
    const entry = this.#mapRuns.get(mapRunArn);
    if (entry === undefined) return undefined;
    const changed = this.#changedMapRuns.get(mapRunArn);
    return (
      changed ??
      (this.#tryValue(entry.offset, entry.length) as MapRunRecord | undefined) ??
      this.#earlierMapRun(mapRunArn)
    );
  }

  /** Adopts the catalogue's facts of a top-level execution whose record is damaged. */
  adoptTop({ executionArn, stateMachineArn, status, startDate }: TopLevelFacts): void {
    const [top] = this.#index.executions;
    if (top?.executionArn !== '') return;
    Object.assign(top, { executionArn, stateMachineArn, status, startDate });
    this.#numbers.set(executionArn, 0);
  }

  /** Returns the ARNs of the Map Runs of one execution, in start order. */
  mapRunArns(executionArn: string): readonly string[] {
    return this.#index.mapRuns
      .filter((entry) => entry.executionArn === executionArn)
      .map((entry) => entry.mapRunArn);
  }

  *mapRuns(): Iterable<MapRunRecord> {
    for (const { mapRunArn } of this.#index.mapRuns) {
      const record = this.readMapRun(mapRunArn);
      if (record !== undefined) yield record;
    }
  }

  /** Omits lost events, which do not count towards the limit. */
  readJournal(executionArn: string, { reverse, limit, after }: JournalQuery): readonly JournalEntry[] {
    const number = this.#numberOf(executionArn);
    const { count } = this.#entry(number).journal;
    const entries: JournalEntry[] = [];
    if (reverse === true) {
      for (let last = Math.min(count, (after ?? count + 1) - 1); last > 0 && entries.length < limit;) {
        const first = Math.max(1, last - (limit - entries.length) + 1);
        entries.push(...this.#readEntries(number, first, last).reverse());
        last = first - 1;
      }
      return entries;
    }
    for (let first = (after ?? 0) + 1; first <= count && entries.length < limit;) {
      const last = Math.min(count, first + (limit - entries.length) - 1);
      entries.push(...this.#readEntries(number, first, last));
      first = last + 1;
    }
    return entries;
  }

  /** Writes all buffered lines to the operating system. */
  drain(): void {
    for (const [mapRunArn, record] of this.#changedMapRuns) {
      const line = encodeLine('M', 0, 0, record);
      const entry = this.#mapRuns.get(mapRunArn);
      const offset = this.#file.append(line);
      if (entry !== undefined) Object.assign(entry, { offset, length: line.length });
    }
    this.#changedMapRuns.clear();
    this.#file.drain();
    if (this.#openCount === 0 && this.#file.tailBytes >= COMPRESS_FROM_BYTES) this.#file.seal();
    if (this.#file.size - this.#indexedSize >= INDEX_EVERY_BYTES) this.#writeIndexFile();
  }

  async sync(): Promise<void> {
    this.drain();
    await this.#file.sync();
  }

  /** Writes the index for a fast next opening, if possible, and closes the file. */
  close(): void {
    try {
      if (!this.#file.hasFailed) {
        this.drain();
        if (this.#file.size - this.#indexedSize >= INDEX_FROM_BYTES) this.#writeIndexFile();
      }
    } catch (error) {
      // The caller of `flush` gets this error.
      if (!(error instanceof StoreWriteFailed) && !isSystemError(error)) throw error;
    } finally {
      this.#file.closeDescriptor();
    }
  }

  #readEntries(number: number, first: number, last: number): JournalEntry[] {
    const { journal } = this.#entry(number);
    const entries: JournalEntry[] = [];
    const start = pointBefore(journal, first);
    if (start !== undefined) {
      this.#file.visitLines(start, journal.end, (line, offset) => {
        const head = readHead(line);
        // A damaged head must not redirect the reader.
        if (head.kind !== 'J' || head.owner !== number || !isWhole(line)) return undefined;
        if (head.id >= first) entries.push(readValue(line, head.jsonStart) as JournalEntry);
        if (head.id >= last) return -1;
        const next = pointAfter(journal, head.id);
        const isFar = next?.id === head.id + 1 && next.offset - offset > MAX_GAP_BYTES;
        return isFar ? next.offset : undefined;
      });
    }
    return entries.length === last - first + 1 ? entries : this.#searchEntries(number, first, last);
  }

  /** Finds events outside their indexed place, and warns about lost ones. */
  #searchEntries(number: number, first: number, last: number): JournalEntry[] {
    const found = searchEntries(this.#file, number, { first, last });
    for (let id = first; id <= last; id += 1) if (!found.has(id)) this.#tellLost(number, id);
    return [...found.values()];
  }

  #earlierMapRun(mapRunArn: string): MapRunRecord | undefined {
    const earlier = searchMapRun(this.#file, mapRunArn);
    const rest = earlier === undefined ? 'it is lost' : 'the previous one is used';
    this.#tell(`The last record of ${mapRunArn} is damaged in ${this.#file.path}: ${rest}.`);
    return earlier;
  }

  #rebuild(entry: ExecutionEntry): ExecutionRecord {
    const { executionArn, mapRunArn, lines } = entry;
    const first = mapRunArn === undefined ? this.readJournal(executionArn, { limit: 1 })[0] : undefined;
    const child = this.#index.executions
      .slice(1)
      .map(({ lines: [offset, length] }) => this.#tryValue(offset, length))
      .find((value) => value !== undefined) as ExecutionRecord | undefined;
    const record = rebuildRecord(entry, first, child);
    if (record === undefined)
      throw new StoreCorrupted(this.#file.path, Math.max(0, lines[0] ?? 0), executionArn);
    this.#tell(
      `The record of ${executionArn} is damaged in ${this.#file.path}: it was rebuilt from its history.`,
    );
    return record;
  }

  #tellLost(number: number, id: number): void {
    const execution = this.#entry(number).executionArn || `execution ${number}`;
    this.#tell(`Event ${id} of ${execution} is lost: ${this.#file.path} is damaged.`);
  }

  /** Warns once for each message. */
  #tell(message: string): void {
    if (this.#told.has(message)) return;
    this.#told.add(message);
    this.#warn(message);
  }

  #replay(line: Buffer, offset: number): void {
    const { kind, owner, id, jsonStart } = readHead(line);
    if (kind === 'J') {
      this.#noteEvent(owner, id, offset, line.length);
    } else if (kind === 'E') {
      this.#addExecution(owner, readValue(line, jsonStart) as ExecutionRecord, offset, line.length);
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

  #noteEvent(owner: number, id: number, offset: number, length: number): void {
    const { journal } = this.#known(owner);
    for (let lost = journal.count + 1; lost < id; lost += 1) this.#tellLost(owner, lost);
    // An event may have been rewritten after a damaged one.
    noteEntry(journal, Math.max(id, journal.count), offset, length);
  }

  /** Returns the entry. If its record is damaged, creates an entry without an ARN. */
  #known(number: number): ExecutionEntry {
    while (this.#index.executions.length <= number) {
      const unknown = { executionArn: '', stateMachineArn: '', status: 'ABORTED', startDate: 0 } as const;
      const journal = emptyJournal();
      this.#index.executions.push({ ...unknown, redriveCount: 0, lost: true, lines: [-1, 0], journal });
    }
    return this.#entry(number);
  }

  #addExecution(number: number, record: ExecutionRecord, offset: number, length: number): void {
    if (number > 0) this.#known(number - 1);
    const entry: ExecutionEntry = {
      executionArn: record.executionArn,
      stateMachineArn: record.stateMachineArn,
      ...omitUndefined({ mapRunArn: record.child?.mapRunArn, itemCount: record.child?.itemCount }),
      status: record.status,
      startDate: record.startDate,
      ...omitUndefined({ stopDate: record.stopDate, redriveDate: record.redriveDate }),
      redriveCount: record.redriveCount,
      lines: [offset, length],
      journal: emptyJournal(),
    };
    this.#numbers.set(record.executionArn, number);
    this.#index.executions[number] = entry;
    if (isOpen(entry)) this.#openCount += 1;
  }

  #changeExecution(number: number, change: ExecutionChange, offset: number, length: number): void {
    const entry = this.#known(number);
    if (isOpen(entry)) this.#openCount -= 1;
    entry.lines.push(offset, length);
    changeEntry(entry, change);
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

  /** Returns undefined if the line is damaged. */
  #tryValue(offset = -1, length = 0): unknown {
    if (offset < 0) return undefined;
    try {
      return readValue(this.#file.readLine(offset, length));
    } catch (error) {
      if (error instanceof StoreCorrupted) return undefined;
      throw error;
    }
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
    if (this.#file.isReadOnly) return;
    this.#index.size = this.#file.size;
    replaceFileSync(this.#indexPath, encodeIndex(this.#index));
    this.#indexedSize = this.#index.size;
  }
}

type TopLevelFacts = Pick<ExecutionEntry, 'executionArn' | 'stateMachineArn' | 'status' | 'startDate'>;
