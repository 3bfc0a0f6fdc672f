import { renameSync } from 'node:fs';
import type { ExecutionStatus, StateMachineSnapshot } from '../../interpreter/records.ts';
import { replaceFileSync } from '../durable-file.ts';
import type { DescriptorPool } from './descriptor-pool.ts';
import { LogFile, type Warn } from './log-file.ts';
import { encodeLine, readHead, readValue } from './log-line.ts';

/** The facts of a top-level execution that are available without its log. */
export interface ExecutionSummary {
  /** The number of its log. */
  readonly log: number;
  readonly executionArn: string;
  readonly stateMachineArn: string;
  readonly status: ExecutionStatus;
  readonly startDate: number;
  readonly redriven: boolean;
  /** True if the execution or any of its descendants may still be running. */
  readonly open: boolean;
  /** The size of the log in bytes when all its executions had ended; absent while it is open. */
  readonly size?: number;
}

interface MapRunPlace {
  readonly mapRunArn: string;
  /** The labelled ARN of the state machine. */
  readonly stateMachineArn: string;
  readonly log: number;
}

/**
 * The list of top-level executions, Map Runs and state machine snapshots, kept in memory to find the log of an
 * execution. It is the only file that is read whole at startup.
 */
export class Catalogue {
  readonly #path: string;
  readonly #pool: DescriptorPool;
  readonly #isDamaged: boolean;
  #file: LogFile;
  readonly #summaries = new Map<number, ExecutionSummary>();
  readonly #logByExecution = new Map<string, number>();
  readonly #mapRuns = new Map<string, MapRunPlace>();
  readonly #logsByLabelledMachine = new Map<string, number[]>();
  readonly #snapshots = new Map<string, { readonly offset: number; readonly length: number }>();

  constructor(path: string, pool: DescriptorPool, warn: Warn) {
    this.#path = path;
    this.#pool = pool;
    this.#file = new LogFile(path, pool);
    this.#file.recover(0, warn, (line, offset) => {
      const { kind, jsonStart } = readHead(line);
      const value = readValue(line, jsonStart);
      if (kind === 'X') this.#noteSummary(value as ExecutionSummary);
      else if (kind === 'M') this.#noteMapRun(value as MapRunPlace);
      else if (kind === 'S') {
        const { snapshotId } = value as StateMachineSnapshot;
        this.#snapshots.set(snapshotId, { offset, length: line.length });
      }
    });
    this.#isDamaged = this.#file.damages > 0;
  }

  /** True if lines were damaged, so that entries may be missing. */
  get isDamaged(): boolean {
    return this.#isDamaged;
  }

  /** All top-level executions, oldest first. */
  get summaries(): Iterable<ExecutionSummary> {
    return this.#summaries.values();
  }

  summary(log: number): ExecutionSummary | undefined {
    return this.#summaries.get(log);
  }

  /** The log of a top-level execution. */
  logOfExecution(executionArn: string): number | undefined {
    return this.#logByExecution.get(executionArn);
  }

  logOfMapRun(mapRunArn: string): number | undefined {
    return this.#mapRuns.get(mapRunArn)?.log;
  }

  /** Returns the logs with child executions of a labelled state machine, newest first. */
  logsOfLabelledMachine(stateMachineArn: string): readonly number[] {
    return this.#logsByLabelledMachine.get(stateMachineArn) ?? [];
  }

  putSummary(summary: ExecutionSummary): void {
    const known = this.#summaries.get(summary.log);
    if (known !== undefined && JSON.stringify(known) === JSON.stringify(summary)) return;
    this.#file.append(encodeLine('X', summary.log, 0, summary));
    this.#noteSummary(summary);
  }

  /** Removes a top-level execution whose log is lost from memory only. */
  forget({ log, executionArn }: ExecutionSummary): void {
    this.#summaries.delete(log);
    this.#logByExecution.delete(executionArn);
  }

  /** Removes executions and their Map Runs permanently. */
  remove(logs: ReadonlySet<number>): void {
    for (const summary of [...this.#summaries.values()]) if (logs.has(summary.log)) this.forget(summary);
    for (const { mapRunArn, stateMachineArn, log } of [...this.#mapRuns.values()]) {
      if (!logs.has(log)) continue;
      this.#mapRuns.delete(mapRunArn);
      const others = (this.#logsByLabelledMachine.get(stateMachineArn) ?? []).filter(
        (other) => other !== log,
      );
      this.#logsByLabelledMachine.set(stateMachineArn, others);
    }
    this.rewrite();
  }

  putMapRun(place: MapRunPlace): void {
    if (this.#mapRuns.has(place.mapRunArn)) return;
    this.#file.append(encodeLine('M', place.log, 0, place));
    this.#noteMapRun(place);
  }

  putSnapshot(snapshot: StateMachineSnapshot): void {
    if (this.#snapshots.has(snapshot.snapshotId)) return;
    const line = encodeLine('S', 0, 0, snapshot);
    this.#snapshots.set(snapshot.snapshotId, { offset: this.#file.append(line), length: line.length });
  }

  hasSnapshot(snapshotId: string): boolean {
    return this.#snapshots.has(snapshotId);
  }

  readSnapshot(snapshotId: string): StateMachineSnapshot | undefined {
    const place = this.#snapshots.get(snapshotId);
    if (place === undefined) return undefined;
    return readValue(this.#file.readLine(place.offset, place.length)) as StateMachineSnapshot;
  }

  /** Rewrites the file with the current entries only. Keeps the old file as `keepAs`, if given. */
  rewrite(keepAs?: string): void {
    const snapshots = [...this.#snapshots].map(([id, { offset, length }]) => ({
      id,
      line: this.#file.readLine(offset, length),
    }));
    this.#file.drain();
    this.#file.closeDescriptor();
    if (keepAs !== undefined) renameSync(this.#path, keepAs);
    let offset = 0;
    for (const { id, line } of snapshots) {
      this.#snapshots.set(id, { offset, length: line.length });
      offset += line.length;
    }
    replaceFileSync(
      this.#path,
      Buffer.concat([
        ...snapshots.map(({ line }) => line),
        ...[...this.#summaries.values()].map((summary) => encodeLine('X', summary.log, 0, summary)),
        ...[...this.#mapRuns.values()].map((place) => encodeLine('M', place.log, 0, place)),
      ]),
    );
    this.#file = new LogFile(this.#path, this.#pool);
  }

  drain(): void {
    this.#file.drain();
  }

  sync(): Promise<void> {
    return this.#file.sync();
  }

  close(): void {
    this.#file.closeDescriptor();
  }

  #noteSummary(summary: ExecutionSummary): void {
    this.#summaries.set(summary.log, summary);
    this.#logByExecution.set(summary.executionArn, summary.log);
  }

  #noteMapRun(place: MapRunPlace): void {
    const { mapRunArn, stateMachineArn, log } = place;
    this.#mapRuns.set(mapRunArn, place);
    const logs = this.#logsByLabelledMachine.get(stateMachineArn) ?? [];
    if (!logs.includes(log)) logs.unshift(log);
    this.#logsByLabelledMachine.set(stateMachineArn, logs);
  }
}
