import { omitUndefined } from './omit-undefined.ts';
import { applyChange } from './apply-change.ts';
import { Cancellation } from './cancellation.ts';
import type { Definition } from './definition/model.ts';
import { endingOf } from './ending.ts';
import { execute } from './execution/execute.ts';
import type { ChildLauncher, ChildSetting } from './execution/child-launcher.ts';
import { failFatally } from './execution/fatal.ts';
import { Past } from './execution/past.ts';
import { COMPLETE, Recorder } from './execution/recorder.ts';
import type { EngineContext, ExecutionRun } from './execution/run.ts';
import type { HistoryEvent } from './history/event.ts';
import { Interruption } from './interruption.ts';
import { startedExecution } from './nested-execution.ts';
import { Payload } from './payload.ts';
import type { ExecutionChange, ExecutionRecord, JournalEntry, StateMachineSnapshot } from './records.ts';
import type { StateFailure } from './state-failure.ts';
import { redrivability } from './redrive-status.ts';

/** The parts of an execution besides its record. */
interface Launch {
  readonly definition: Definition;
  readonly snapshot: StateMachineSnapshot;
  readonly past?: Past;
  /** The number of events already in the journal. */
  readonly lastId: number;
}

interface Running {
  record: ExecutionRecord;
  readonly cancellation: Cancellation;
  readonly recorder: Recorder;
  readonly ended: Promise<ExecutionRecord>;
  readonly condemned: { failure?: StateFailure };
}

/** Journal entries per read. */
const PAGE = 1000;

/** The executions that run in this process. */
export class Executions implements ChildLauncher {
  readonly #engine: EngineContext;
  readonly #running = new Map<string, Running>();

  constructor(engine: Omit<EngineContext, 'children'>) {
    this.#engine = { ...engine, children: this };
  }

  /** Returns the current record; `undefined` if this process does not run the execution. */
  running(executionArn: string): ExecutionRecord | undefined {
    return this.#running.get(executionArn)?.record;
  }

  whenEnded(executionArn: string): Promise<ExecutionRecord> | undefined {
    return this.#running.get(executionArn)?.ended;
  }

  /** Writes the record and the first event, and runs the execution. */
  begin(
    record: ExecutionRecord,
    definition: Definition,
    snapshot: StateMachineSnapshot,
  ): Promise<ExecutionRecord> {
    this.#engine.store.putExecution(record);
    this.#engine.observer.onExecution?.(record);
    return this.#launch(record, { definition, snapshot, lastId: 0 });
  }

  /** Runs an execution from where it failed. `change` is applied to its record. */
  async resume(
    record: ExecutionRecord,
    definition: Definition,
    snapshot: StateMachineSnapshot,
    change: ExecutionChange,
  ): Promise<{ readonly ended: Promise<ExecutionRecord> }> {
    const { past, lastId } = await this.#readPast(record.executionArn);
    const running = this.#update(record, { ...ONGOING, ...change });
    return { ended: this.#launch(running, { definition, snapshot, past, lastId }) };
  }

  /** Fails the executions of a state machine, and the children of its Map Runs, before their next step. */
  condemn(stateMachineArn: string, failure: StateFailure): void {
    for (const { record, condemned } of this.#running.values()) {
      const { stateMachineArn: own } = record;
      if (own === stateMachineArn || own.startsWith(`${stateMachineArn}/`)) condemned.failure = failure;
    }
  }

  /** Stops a running execution. Returns `undefined` if this process does not run it. */
  stop(executionArn: string, interruption: Interruption): Promise<ExecutionRecord> | undefined {
    const running = this.#running.get(executionArn);
    running?.cancellation.cancel(interruption);
    return running?.ended;
  }

  /**
   * Updates the record of an execution that no process runs to match its history. The history is written first, and
   * a process may die between the two writes.
   */
  async settle(record: ExecutionRecord): Promise<ExecutionRecord> {
    const last = await this.#lastEvent(record);
    const ending = last === undefined ? undefined : endingOf(last);
    if (ending !== undefined) return this.#update(record, { ...ending, ...(await this.#redrivesOf(record)) });
    const eventCount = last?.id ?? 0;
    const isSettled = record.status === 'RUNNING' && record.eventCount === eventCount;
    return isSettled ? record : this.#update(record, { status: 'RUNNING', eventCount });
  }

  /** Returns the ARNs of the executions that a lost execution was waiting for. */
  async awaitedBy({ executionArn }: ExecutionRecord): Promise<readonly string[]> {
    const { past } = await this.#readPast(executionArn);
    return past.jobs.flatMap((output) => startedExecution(output) ?? []);
  }

  /** Aborts an execution that no process runs. */
  async abandon(record: ExecutionRecord, error?: string, cause?: string): Promise<ExecutionRecord> {
    const lastId = (await this.#lastEvent(record))?.id ?? 0;
    const failure = omitUndefined({ error, cause });
    const recorder = this.#recorder(record, lastId, () => undefined);
    recorder.add({ path: '', last: 0 }, 'ExecutionAborted', failure);
    const stopDate = this.#engine.clock.now();
    return this.#update(record, { status: 'ABORTED', stopDate, eventCount: lastId + 1, ...failure });
  }

  async close(): Promise<void> {
    const running = [...this.#running.values()];
    for (const { cancellation, recorder } of running) {
      recorder.seal();
      cancellation.cancel(new Interruption('CLOSED'));
    }
    await Promise.all(running.map(({ ended }) => ended));
  }

  start(
    record: ExecutionRecord,
    { definition, snapshot, cancellation }: ChildSetting,
  ): Promise<ExecutionRecord> {
    const ended = this.begin(record, definition, snapshot);
    return this.#endedOrAborted(record, ended, cancellation);
  }

  async redrive(
    record: ExecutionRecord,
    { definition, snapshot, cancellation }: ChildSetting,
  ): Promise<ExecutionRecord> {
    const redriveDate = this.#engine.clock.now();
    const redriveCount = record.redriveCount + 1;
    if (record.type === 'EXPRESS') {
      // An Express child starts anew: the redrive sets its start date.
      const last = await this.#lastEvent(record);
      const again = this.#update(record, { ...ONGOING, redriveCount, startDate: redriveDate });
      const ended = this.#launch(again, { definition, snapshot, lastId: last?.id ?? 0 });
      return this.#endedOrAborted(record, ended, cancellation);
    }
    const change = { redriveCount, redriveDate };
    const { ended } = await this.resume(record, definition, snapshot, change);
    return this.#endedOrAborted(record, ended, cancellation);
  }

  async passOver(record: ExecutionRecord): Promise<ExecutionRecord> {
    const settled = await this.settle(record);
    return settled.status === 'RUNNING' ? this.abandon(settled) : settled;
  }

  redrivable(record: ExecutionRecord): boolean {
    const interrupted = !this.#running.has(record.executionArn);
    const { redriveStatus } = redrivability(
      record,
      interrupted,
      this.#engine.clock.now(),
      this.#engine.quotas,
    );
    return redriveStatus === 'REDRIVABLE_BY_MAP_RUN';
  }

  async #endedOrAborted(
    { executionArn, type }: ExecutionRecord,
    ended: Promise<ExecutionRecord>,
    parent: Cancellation,
  ): Promise<ExecutionRecord> {
    const stopListening = parent.listen(({ kind }) => {
      // Running Express children finish when the tolerance is exceeded.
      if (type === 'EXPRESS' && kind === 'SIBLING') return;
      const interruption = new Interruption(kind === 'CLOSED' ? 'CLOSED' : 'STOPPED');
      this.#running.get(executionArn)?.cancellation.cancel(interruption);
    });
    try {
      return await ended;
    } finally {
      stopListening();
    }
  }

  #launch(record: ExecutionRecord, launch: Launch): Promise<ExecutionRecord> {
    const cancellation = new Cancellation();
    const recorder = this.#recorder(record, launch.lastId, (failure, last) =>
      failFatally(run, failure, last),
    );
    const { clock, quotas } = this.#engine;
    // The previous event of the first state is 0, not ExecutionStarted.
    const root = { path: '', last: launch.past === undefined ? 0 : launch.lastId };
    const run: ExecutionRun = {
      engine: this.#engine,
      record,
      closesAt: clock.monotonic() + record.startDate + quotas.standardExecutionMs - clock.now(),
      input: Payload.ofText(record.input),
      snapshot: launch.snapshot,
      definition: launch.definition,
      recorder,
      root,
      cancellation,
      past: launch.past,
      fatality: {},
      condemned: {},
      budget: { bytes: 0 },
      turns: { count: 0 },
    };
    // The process may have died before it wrote the first event.
    if (launch.past === undefined || launch.lastId === 0) {
      const { roleArn } = launch.snapshot;
      const details = { input: record.input, inputDetails: COMPLETE, roleArn };
      recorder.add({ ...root }, 'ExecutionStarted', details);
    }
    if (launch.past !== undefined) {
      recorder.add(root, 'ExecutionRedriven', { redriveCount: record.redriveCount });
    }
    const ended = this.#run(run);
    ended.catch((cause: unknown) => this.#engine.observer.onDefect?.(record.executionArn, cause));
    this.#running.set(record.executionArn, {
      record,
      cancellation,
      recorder,
      ended,
      condemned: run.condemned,
    });
    return ended;
  }

  async #run(run: ExecutionRun): Promise<ExecutionRecord> {
    const { executionArn } = run.record;
    // Lets #launch register the execution before its first state runs.
    await Promise.resolve();
    try {
      const ending = await execute(run);
      if (ending === undefined) return run.record;
      const eventCount = run.recorder.lastId;
      return this.#update(run.record, { ...ending, stopDate: this.#engine.clock.now(), eventCount });
    } finally {
      // Not before the record is updated, or the execution would look interrupted.
      this.#running.delete(executionArn);
    }
  }

  #update(record: ExecutionRecord, change: ExecutionChange): ExecutionRecord {
    const changed = applyChange(record, change);
    this.#engine.store.updateExecution(record.executionArn, change);
    this.#engine.observer.onExecution?.(changed);
    return changed;
  }

  #recorder(
    { executionArn }: ExecutionRecord,
    lastId: number,
    onFull: (failure: StateFailure, last: number) => void,
  ): Recorder {
    const { clock, quotas, store, observer } = this.#engine;
    const append = (entry: JournalEntry): void => {
      store.append(executionArn, entry);
      observer.onEvent?.(executionArn, entry.event, entry.path);
    };
    return new Recorder(clock, quotas.historyEvents, lastId, append, onFull);
  }

  async #lastEvent({ executionArn }: ExecutionRecord): Promise<HistoryEvent | undefined> {
    const [last] = await this.#engine.store.readJournal(executionArn, { reverse: true, limit: 1 });
    return last?.event;
  }

  /** Returns the redrives in the history. A redrive that is not in the history has not happened. */
  async #redrivesOf({ executionArn, type, redriveTokens = [] }: ExecutionRecord): Promise<ExecutionChange> {
    // The history of an Express child does not contain redrives.
    if (type === 'EXPRESS') return {};
    const { past } = await this.#readPast(executionArn);
    const { count, date } = past.redrives;
    const answered = redriveTokens.filter(({ redriveDate }) => redriveDate <= (date ?? -Infinity));
    return { redriveCount: count, redriveDate: date, redriveTokens: answered };
  }

  async #readPast(executionArn: string): Promise<{ readonly past: Past; readonly lastId: number }> {
    const past = new Past();
    let lastId = 0;
    for (;;) {
      const page = await this.#engine.store.readJournal(executionArn, { limit: PAGE, after: lastId });
      for (const entry of page) past.add(entry);
      lastId = page.at(-1)?.event.id ?? lastId;
      if (page.length < PAGE) return { past, lastId };
    }
  }
}

/** The change that removes the end of an execution. */
const ONGOING: ExecutionChange = {
  status: 'RUNNING',
  stopDate: undefined,
  output: undefined,
  error: undefined,
  cause: undefined,
  eventCount: undefined,
};
