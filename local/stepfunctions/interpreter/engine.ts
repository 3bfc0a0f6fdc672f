import { omitUndefined } from './omit-undefined.ts';
import { Arns } from './arn.ts';
import { invalidDefinition } from './definition/diagnostic.ts';
import { loadDefinition, type LoadResult } from './definition/load.ts';
import type { Definition } from './definition/model.ts';
import { variableReferences } from './definition/references.ts';
import type {
  Engine,
  EngineOptions,
  ExecutionDefinition,
  ExecutionDescription,
  HistoryRequest,
  RedriveExecutionRequest,
  StartExecutionRequest,
  StopExecutionRequest,
  TestStateRequest,
  TestStateResult,
  Validation,
} from './engine-api.ts';
import { Cancellation } from './cancellation.ts';
import { childDefinition } from './child-definition.ts';
import { Executions } from './executions.ts';
import type { EngineContext } from './execution/run.ts';
import type { HistoryEvent } from './history/event.ts';
import { Interruption } from './interruption.ts';
import { parseJson, utf8Length } from './json.ts';
import { LostExecutions } from './lost-executions.ts';
import type { ExecutionQuery, Page } from './ports.ts';
import { AWS_QUOTAS } from './quotas.ts';
import type { ExecutionRecord, ListedExecution, MapRunRecord, StateMachineSnapshot } from './records.ts';
import { redrivability } from './redrive-status.ts';
import { Semaphore } from './semaphore.ts';
import { notRedrivable, ServiceError } from './service-errors.ts';
import { StateFailure } from './state-failure.ts';
import { testState } from './test-state/test-state.ts';

/** The number of loaded definitions to cache. */
const MAX_LOADED = 100;
/** The client tokens of RedriveExecution to remember per execution, and for how long. */
const REDRIVE_TOKENS = 10;
const REDRIVE_TOKEN_MS = 15 * 60 * 1000;

const NAME = /^[^\s?*<>{}[\]"#%\\^|~`$&,;:/\p{Cc}\p{Cs}\uFFFE\uFFFF]+$/u;

/**
 * Creates an engine from its ports.
 * @example
 * const engine = createEngine({ clock, random, hash, invoker, store, region, accountId });
 * await engine.recover();
 * const { executionArn } = await engine.startExecution({ stateMachine, input: '{"name":"Ada"}' });
 * const { status, output } = await engine.whenEnded(executionArn);
 */
export function createEngine(options: EngineOptions): Engine {
  return new StepFunctionsEngine(options);
}

class StepFunctionsEngine implements Engine {
  readonly #context: Omit<EngineContext, 'children'>;
  readonly #executions: Executions;
  readonly #lost: LostExecutions;
  readonly #loaded: Map<string, Definition>;
  readonly #turns = new Map<string, Promise<unknown>>();
  readonly #tests = new Set<Cancellation>();
  readonly #isRunElsewhere: boolean;

  constructor(options: EngineOptions) {
    const { clock, random, hash, invoker, store, sandbox, region, accountId } = options;
    const quotas = { ...AWS_QUOTAS, ...options.quotas };
    this.#context = {
      ...{ clock, random, hash, invoker, store, sandbox, region, quotas },
      childPermits: new Semaphore(quotas.childrenAtOnce),
      arns: new Arns(region, accountId),
      observer: options.observer ?? {},
      answerModels: options.answerModels,
    };
    this.#isRunElsewhere = options.isRunElsewhere ?? false;
    this.#loaded = options.definitions ?? new Map<string, Definition>();
    this.#executions = new Executions(this.#context);
    this.#lost = new LostExecutions(store, clock, this.#executions);
  }

  validateDefinition(text: string, type: 'STANDARD' | 'EXPRESS' = 'STANDARD'): Validation {
    const { definition, diagnostics } = this.#load(text, type);
    return { result: definition === undefined ? 'FAIL' : 'OK', diagnostics };
  }

  variableReferences(text: string): Readonly<Record<string, readonly string[]>> {
    const loaded = this.#load(text, 'STANDARD');
    return loaded.definition === undefined ? {} : variableReferences(loaded.references);
  }

  async startExecution(request: StartExecutionRequest): Promise<ExecutionRecord> {
    const { stateMachine, input = '{}', stateMachineVersionArn, stateMachineAliasArn, traceHeader } = request;
    const { random, arns, clock, store } = this.#context;
    this.#checkInput(input);
    const name = request.name ?? random.uuid();
    this.#checkName(name);
    const executionArn = arns.execution(stateMachine.name, name);
    const definition = this.#definitionOf(stateMachine);
    const stored = await store.readExecution(executionArn);
    const known = this.#executions.running(executionArn) ?? stored;
    if (known !== undefined) {
      if (known.status === 'RUNNING' && known.input === input) return known;
      throw new ServiceError('ExecutionAlreadyExists', `Execution Already Exists: '${executionArn}'`);
    }
    const record: ExecutionRecord = {
      executionArn,
      name,
      stateMachineArn: stateMachine.stateMachineArn,
      snapshotId: stateMachine.snapshotId,
      type: 'STANDARD',
      status: 'RUNNING',
      startDate: clock.now(),
      input,
      redriveCount: 0,
      ...omitUndefined({ stateMachineVersionArn, stateMachineAliasArn, traceHeader }),
    };
    store.putSnapshot(stateMachine);
    // The observer receives defects of the execution. They do not fail this request.
    this.#executions.begin(record, definition, stateMachine).catch(() => undefined);
    await store.flush(executionArn);
    return record;
  }

  async stopExecution(request: StopExecutionRequest): Promise<{ stopDate: number }> {
    const { executionArn } = request;
    const record = await this.#inTurn(executionArn, () => this.#stop(request));
    await this.#context.store.flush(executionArn);
    return { stopDate: record.stopDate ?? this.#context.clock.now() };
  }

  stateMachineDeleted(stateMachineArn: string): void {
    const name = stateMachineArn.slice(stateMachineArn.lastIndexOf(':') + 1);
    const reason = `State machine ${name} has been deleted`;
    this.#executions.condemn(stateMachineArn, new StateFailure('States.Runtime', reason));
  }

  async redriveExecution(request: RedriveExecutionRequest): Promise<{ redriveDate: number }> {
    const { executionArn } = request;
    const redriveDate = await this.#inTurn(executionArn, () => this.#redrive(request));
    await this.#context.store.flush(executionArn);
    return { redriveDate };
  }

  async describeExecution(executionArn: string): Promise<ExecutionDescription> {
    const { record, interrupted } = await this.#look(executionArn);
    return this.#describe(record, interrupted);
  }

  async definitionForExecution(executionArn: string): Promise<ExecutionDefinition> {
    const record = await this.#read(executionArn);
    const snapshot = await this.#snapshotOf(record);
    const { stateMachineArn } = record;
    if (record.child === undefined) return { stateMachineArn, snapshot, definition: snapshot.definition };
    const { mapRunArn } = record.child;
    const { label } = await this.describeMapRun(mapRunArn);
    const definition = childDefinition(this.#definitionOf(snapshot).program, label);
    return { stateMachineArn, snapshot, definition, mapRunArn, label };
  }

  async listExecutions(query: ExecutionQuery): Promise<Page<ExecutionDescription>> {
    const { items, next } = await this.#context.store.listExecutions(query);
    const described = items.map((record) => this.#describe(record, this.#interrupted(record)));
    return next === undefined ? { items: described } : { items: described, next };
  }

  listFacts(query: ExecutionQuery): Promise<Page<ListedExecution>> {
    return this.#context.store.listFacts(query);
  }

  async getExecutionHistory(request: HistoryRequest): Promise<Page<HistoryEvent>> {
    const { executionArn, reverseOrder = false, maxResults, after } = request;
    await this.#read(executionArn);
    // Reads one entry more, to see if there is a next page.
    const entries = await this.#context.store.readJournal(executionArn, {
      reverse: reverseOrder,
      limit: maxResults + 1,
      ...omitUndefined({ after: after === undefined ? undefined : Number(after) }),
    });
    const items = entries.slice(0, maxResults).map(({ event }) => event);
    const last = items.at(-1);
    return entries.length > maxResults && last !== undefined ? { items, next: String(last.id) } : { items };
  }

  async describeMapRun(mapRunArn: string): Promise<MapRunRecord> {
    const record = await this.#context.store.readMapRun(mapRunArn);
    if (record === undefined) {
      throw new ServiceError('ResourceNotFound', `Map Run Does Not Exist: '${mapRunArn}'`);
    }
    return record;
  }

  async listMapRuns(executionArn: string, limit: number, after?: string): Promise<Page<MapRunRecord>> {
    await this.#read(executionArn);
    return this.#context.store.listMapRuns(executionArn, limit, after);
  }

  async testState(request: TestStateRequest, signal?: AbortSignal): Promise<TestStateResult> {
    const cancellation = new Cancellation();
    const abandon = (): void => cancellation.cancel(new Interruption('STOPPED'));
    this.#tests.add(cancellation);
    if (signal?.aborted === true) abandon();
    signal?.addEventListener('abort', abandon, { once: true });
    try {
      return await testState(request, { ...this.#context, children: this.#executions }, cancellation);
    } finally {
      signal?.removeEventListener('abort', abandon);
      this.#tests.delete(cancellation);
    }
  }

  recover(): Promise<readonly ExecutionRecord[]> {
    return this.#lost.recover();
  }

  async whenEnded(executionArn: string): Promise<ExecutionRecord> {
    return (await this.#executions.whenEnded(executionArn)) ?? (await this.#read(executionArn));
  }

  async close(): Promise<void> {
    for (const cancellation of this.#tests) cancellation.cancel(new Interruption('CLOSED'));
    await this.#executions.close();
    await this.#context.store.flush();
  }

  #load(text: string, type: 'STANDARD' | 'EXPRESS'): LoadResult {
    const { invoker, quotas } = this.#context;
    return loadDefinition(text, { quotas, type, refusal: (resource) => invoker.refusal(resource) });
  }

  #definitionOf(snapshot: StateMachineSnapshot): Definition {
    const known = this.#loaded.get(snapshot.snapshotId);
    if (known !== undefined) return known;
    const { definition, diagnostics } = this.#load(snapshot.definition, 'STANDARD');
    if (definition === undefined) {
      throw new ServiceError('InvalidDefinition', invalidDefinition(diagnostics));
    }
    if (this.#loaded.size >= MAX_LOADED) this.#loaded.clear();
    this.#loaded.set(snapshot.snapshotId, definition);
    return definition;
  }

  async #snapshotOf({ snapshotId, executionArn }: ExecutionRecord): Promise<StateMachineSnapshot> {
    const snapshot = await this.#context.store.readSnapshot(snapshotId);
    if (snapshot === undefined) throw new Error(`The store has lost the definition of ${executionArn}`);
    return snapshot;
  }

  async #read(executionArn: string): Promise<ExecutionRecord> {
    const stored = await this.#context.store.readExecution(executionArn);
    if (stored !== undefined) return stored;
    throw new ServiceError('ExecutionDoesNotExist', `Execution Does Not Exist: '${executionArn}'`);
  }

  /** Reads a record. Checks first if the execution runs here, because it may end during the read. */
  async #look(executionArn: string): Promise<{ record: ExecutionRecord; interrupted: boolean }> {
    const isRunning = this.#executions.running(executionArn) !== undefined;
    const record = await this.#read(executionArn);
    return { record, interrupted: !isRunning && this.#interrupted(record) };
  }

  #describe(record: ExecutionRecord, interrupted: boolean): ExecutionDescription {
    const { clock, quotas } = this.#context;
    return { record, interrupted, ...redrivability(record, interrupted, clock.now(), quotas) };
  }

  /** True if the store says RUNNING but no process runs the execution. */
  #interrupted({ status, executionArn }: ExecutionRecord): boolean {
    if (this.#isRunElsewhere) return false;
    return status === 'RUNNING' && this.#executions.running(executionArn) === undefined;
  }

  /** Serializes stops and redrives of an execution, so that only one of them writes its history. */
  async #inTurn<T>(executionArn: string, work: () => Promise<T>): Promise<T> {
    const before = this.#turns.get(executionArn) ?? Promise.resolve();
    const turn = before.then(work, work);
    this.#turns.set(executionArn, turn);
    try {
      return await turn;
    } finally {
      if (this.#turns.get(executionArn) === turn) this.#turns.delete(executionArn);
    }
  }

  /** Stops a running or interrupted execution. Leaves an ended one unchanged. */
  async #stop({ executionArn, error, cause }: StopExecutionRequest): Promise<ExecutionRecord> {
    const stopped = this.#executions.stop(executionArn, new Interruption('STOPPED', error, cause));
    if (stopped !== undefined) return stopped;
    const record = await this.#read(executionArn);
    return record.status === 'RUNNING' ? this.#lost.stop(record, error, cause) : record;
  }

  /** Redrives an execution and returns the redrive date. */
  async #redrive({ executionArn, clientToken }: RedriveExecutionRequest): Promise<number> {
    const { clock, quotas } = this.#context;
    const { record, interrupted } = await this.#look(executionArn);
    if (record.child !== undefined) {
      // The Map Run redrives its children, together with the parent.
      const reason = 'Labeled Execution ARNs are not supported for this API';
      throw new ServiceError('ValidationException', reason);
    }
    const now = clock.now();
    const tokens = (record.redriveTokens ?? []).filter(
      ({ redriveDate }) => now - redriveDate < REDRIVE_TOKEN_MS,
    );
    const repeated = tokens.find((token) => token.clientToken === clientToken);
    // A repeated token starts another redrive if the process died during the first.
    if (repeated !== undefined && !interrupted) return repeated.redriveDate;
    const { redriveStatusReason } = redrivability(record, interrupted, now, quotas);
    if (redriveStatusReason !== undefined) throw notRedrivable(executionArn, redriveStatusReason);
    const snapshot = await this.#snapshotOf(record);
    await this.#executions.resume(record, this.#definitionOf(snapshot), snapshot, {
      redriveCount: record.redriveCount + 1,
      redriveDate: now,
      redriveTokens:
        clientToken === undefined
          ? tokens
          : [...tokens, { clientToken, redriveDate: now }].slice(-REDRIVE_TOKENS),
    });
    return now;
  }

  #checkName(name: string): void {
    const { nameLength } = this.#context.quotas;
    if (name.length <= nameLength && NAME.test(name)) return;
    throw new ServiceError('InvalidName', `Invalid Name: '${name}'`);
  }

  #checkInput(input: string): void {
    const { payloadBytes } = this.#context.quotas;
    if (utf8Length(input) > payloadBytes) {
      const fault = `The input has more than ${payloadBytes} bytes`;
      throw new ServiceError('InvalidExecutionInput', `Invalid State Machine Execution Input: '${fault}'`);
    }
    try {
      parseJson(input);
    } catch (cause) {
      const fault = cause instanceof Error ? cause.message : String(cause);
      throw new ServiceError('InvalidExecutionInput', `Invalid State Machine Execution Input: '${fault}'`);
    }
  }
}
