import { omitUndefined } from '../../../../events/omit-undefined.ts';
import { DEFERRED_PREFIX, WATERMARK_ITEM, waitingTitles } from '../../../../events/progress.ts';
import { coversOpenWindow } from '../../../../events/run-scope.ts';
import type {
  DeferredItem,
  ExecutionInput,
  FetchedTitle,
  ListNewTitlesInput,
  ProgressItem,
  PublishedBatch,
  PublishTitlesInput,
  RunSummary,
  TitleOutcome,
  UnfetchedTitle,
  WatermarkItem,
} from '../../../../events/types.ts';
import {
  createTaskInvoker,
  type Clock,
  type Definition,
  type ExecutionRecord,
  type JsonValue,
  type StateMachineSnapshot,
  type TaskCall,
  type TaskInvoker,
  type TaskOutcome,
} from '../../../../local/stepfunctions/index.ts';
import {
  fakeInvoker,
  Harness,
  machine,
  TaskError,
  virtualClock,
  type FakeFunction,
  type MemoryStore,
  type VirtualClock,
} from '../../../../local/stepfunctions/testing.ts';
import { NONE_WAITING, waitingOf } from '../../../../tasks/list-new-titles/waiting.ts';
import { buildBatchResult } from '../../../../tasks/publish-titles/batch-result.ts';
import {
  keepsDeferred,
  settleUnfetched,
  takeOffFetched,
} from '../../../../tasks/publish-titles/settle-titles.ts';
import { describeUnfetched } from '../../../../tasks/publish-titles/unfetched-title.ts';
import { claimWindow, type Executions } from '../../../../tasks/shared/progress/claim-window.ts';
import type { DeferralLimits } from '../../../../tasks/shared/progress/defer-title.ts';
import type { ProgressTable } from '../../../../tasks/shared/progress/progress-table.ts';
import { readExecutionInput } from '../../../../tasks/shared/read-execution-input.ts';
import { SCHEDULED_RETRY_POLICY } from '../../../../workflow/retry-policy.ts';
import { renderDefinition } from '../../../../workflow/substitutions.ts';
import { functionArns, type StateTaskName } from '../../../../workflow/tasks.ts';
import { memoryProgress, type MemoryProgress } from '../../../tasks/support/memory-progress.ts';
import { executionsOf } from './engine-runs.ts';
import { storyOf } from './history.ts';
import { NO_SERVICE, watermarkWriter } from './watermark-writer.ts';

const WINDOW = { start: '2026-11-23T06:00:00Z', end: '2026-11-24T06:00:00Z' };
const FEED = 'new_titles';

/** The limits after which a title is given up here. */
export const LIMITS: DeferralLimits = { maxRuns: 7, minDays: 3 };

/** The behaviour of the harness's functions. An absent member has its default. */
export interface Cast {
  /** The number of new titles. Default: 3. */
  readonly titles?: number;
  readonly list?: FakeFunction;
  /** Lists the titles of the feed catalogue. Default: `list`. */
  readonly listSweep?: FakeFunction;
  readonly fetch?: FakeFunction;
  readonly check?: FakeFunction;
  readonly publish?: FakeFunction;
  readonly refresh?: FakeFunction;
  readonly save?: FakeFunction;
  /** Members of the listing's `run` that differ. */
  readonly run?: Readonly<Record<string, JsonValue>>;
  /** Items of the progress table before the first run. Default: none. */
  readonly items?: readonly ProgressItem[];
  /** Default: an empty one. */
  readonly progress?: MemoryProgress;
  /** Default: one after the other, so that histories have one order. */
  readonly batchesAtOnce?: number;
  readonly clock?: VirtualClock;
  /** Default: an empty one. */
  readonly store?: MemoryStore;
  /** Intercepts each task of any service. Default: runs the task. */
  readonly around?: (call: TaskCall, carryOut: () => Promise<TaskOutcome>) => Promise<TaskOutcome>;
}

/** Throws the error of a task as Lambda reports it. */
export function fail(name: string, message: string): never {
  throw new TaskError(name, JSON.stringify({ errorType: name, errorMessage: message, trace: [] }));
}

/** The title in the input of a function. */
export const titleOf = (payload: unknown): number => (payload as { titleId: number }).titleId;

/** The output of fetch-title-details at a time in epoch milliseconds, with an arbitrary record. */
export function fetched(titleId: number, now = 0): JsonValue {
  const moment = new Date(now).toISOString();
  return { titleId, outcome: 'fetched', fetchedAt: moment, placeHeldUntil: moment, record: {} };
}

/** The real definition over a progress table in memory, on a virtual clock, with the test's functions. */
export class WorkflowHarness extends Harness {
  readonly progress: MemoryProgress;
  readonly #machine: StateMachineSnapshot;

  constructor(cast: Cast = {}) {
    const clock = cast.clock ?? virtualClock(Date.UTC(2026, 10, 24, 6, 0, 3));
    const { around, progress = memoryProgress(...(cast.items ?? [])) } = cast;
    const executions = executionsOf(() => this.engine);
    const lambda = fakeInvoker(functionsOf(cast, { clock, progress, executions }));
    const tasks = createTaskInvoker({ lambda, ssm: NO_SERVICE, dynamodb: watermarkWriter(progress) });
    const invoke: TaskInvoker['invoke'] = (call) =>
      around === undefined ? tasks.invoke(call) : around(call, () => tasks.invoke(call));
    const { store } = cast;
    super({}, { clock, ...omitUndefined({ store }), invoker: { ...tasks, invoke }, definitions });
    this.progress = progress;
    this.#machine = machineFor(cast.batchesAtOnce ?? 1);
  }

  /** The watermark of new_titles; null when there is none. */
  get watermark(): string | null {
    const found = this.progress.item(FEED, WATERMARK_ITEM) as WatermarkItem | undefined;
    return found?.watermark ?? null;
  }

  /** The deferred titles of new_titles, by their IDs. */
  get deferred(): DeferredItem[] {
    const items = this.progress
      .items()
      .filter(({ feed, item }) => feed === FEED && item.startsWith(DEFERRED_PREFIX));
    return items as DeferredItem[];
  }

  /** The IDs of the waiting titles of new_titles, oldest first. */
  get waiting(): number[] {
    return waitingTitles(this.deferred).map(({ titleId }) => titleId);
  }

  /** Runs the workflow. */
  ingest(input: ExecutionInput = {}): Promise<ExecutionRecord> {
    return this.runMachine(this.#machine, input as JsonValue);
  }

  /** Starts the workflow under a name without waiting for its end. */
  start(name: string, input: ExecutionInput = {}): Promise<ExecutionRecord> {
    return this.engine.startExecution({ stateMachine: this.#machine, name, input: JSON.stringify(input) });
  }

  /** The execution's history as pairs of type and state name, as in a golden history. */
  async story(executionArn: string): Promise<string[]> {
    return storyOf(await this.events(executionArn));
  }

  /** The states that an execution has entered, in their order. */
  async statesEntered(executionArn: string): Promise<string[]> {
    const story = await this.story(executionArn);
    return story.flatMap((event) => /StateEntered (.+)$/.exec(event)?.[1] ?? []);
  }

  /** The child executions of the only Map Run, in the order of their batches. */
  async children(executionArn: string): Promise<ExecutionRecord[]> {
    const { items } = await this.engine.listMapRuns(executionArn, 10);
    const mapRunArn = items[0]?.mapRunArn;
    if (mapRunArn === undefined) return [];
    const page = await this.engine.listExecutions({ mapRunArn, limit: 3000 });
    return page.items
      .map(({ record }) => record)
      .sort((a, b) => (a.child?.childIndex ?? 0) - (b.child?.childIndex ?? 0));
  }
}

/** Shared by all harnesses, because loading takes longer than many runs. */
const definitions = new Map<string, Definition>();

const machines = new Map<number, StateMachineSnapshot>();

/** Cached by number, because rendering takes longer than many runs. */
function machineFor(batchesAtOnce: number): StateMachineSnapshot {
  const known = machines.get(batchesAtOnce);
  if (known !== undefined) return known;
  const made = machine(definitionFor(batchesAtOnce));
  machines.set(batchesAtOnce, made);
  return made;
}

function definitionFor(batchesAtOnce: number): object {
  const arn = (name: string) => `arn:aws:lambda:eu-west-2:000000000000:function:${name}`;
  const substitutions = {
    Partition: 'aws',
    ProgressTable: 'TvGuideProgress',
    ...functionArns('title-ingestion', arn),
    BatchesAtOnce: String(batchesAtOnce),
  };
  return JSON.parse(renderDefinition(substitutions, SCHEDULED_RETRY_POLICY)) as object;
}

/** The ports shared by the default functions. */
interface Shared {
  readonly clock: Clock;
  readonly progress: ProgressTable;
  readonly executions: Executions;
}

function functionsOf(cast: Cast, shared: Shared): Record<string, FakeFunction> {
  const { clock } = shared;
  const {
    list = (payload: JsonValue) => listNewTitles(payload as unknown as ListNewTitlesInput, cast, shared),
    fetch = (payload) => fetched(titleOf(payload), clock.now()),
    check = () => ({ checkedAt: new Date(clock.now()).toISOString(), creditsUsed: 1 }),
    publish = (payload: JsonValue) => publishTitles(payload as unknown as PublishTitlesInput, shared),
    listSweep = list,
    refresh = () => ({ credits: 3, published: 0 }),
    save = (payload: JsonValue) => ({ saved: (payload as { sections: JsonValue[] }).sections.length }),
  } = cast;
  const functions: Readonly<Record<StateTaskName<'title-ingestion'>, FakeFunction>> = {
    'list-new-titles': (payload, call) => (isSweep(payload) ? listSweep : list)(payload, call),
    'fetch-title-details': fetch,
    'check-watchmode': check,
    'publish-titles': publish,
    'refresh-reference-data': refresh,
    'save-sweep': save,
  };
  return functions;
}

function isSweep(payload: JsonValue): boolean {
  const { executionInput } = payload as { executionInput?: { feed?: string } };
  return executionInput?.feed === 'catalogue';
}

/** The output of list-new-titles for a feed with the titles from 1 on. */
async function listNewTitles(
  { executionInput, executionArn }: ListNewTitlesInput,
  { titles = 3, run }: Cast,
  { clock, progress, executions }: Shared,
): Promise<JsonValue> {
  const input = readExecutionInput(executionInput);
  const feed = input.feed ?? FEED;
  const isOpen = coversOpenWindow(input, ['GB']);
  const claimedAt = new Date(clock.now()).toISOString();
  const claim = { feed, item: 'claim', executionArn, claimedAt } as const;
  const holder = isOpen ? await claimWindow(claim, { progress, executions }) : null;
  const listed = input.titleIds ?? Array.from({ length: titles }, (_, index) => index + 1);
  const { titles: waiting } = isOpen
    ? waitingOf(await progress.listDeferred(feed), clock.now())
    : NONE_WAITING;
  const isPlan = input.plan === true;
  const found = holder === null ? [...new Set([...waiting.map(({ titleId }) => titleId), ...listed])] : [];
  const titleIds = isPlan ? [] : found;
  return {
    titleIds,
    run: {
      feed,
      window: holder === null ? WINDOW : null,
      regions: ['GB'],
      dryRun: false,
      discovered: titleIds.length,
      advancesWatermark: isOpen && holder === null,
      keepsDeferred: true,
      hasDeferred: true,
      isListed: input.titleIds === undefined,
      creditsUsed: holder === null ? 1 : 0,
      batchResultBytes: 4096,
      waitsFor: holder === null ? null : (holder.executionArn.split(':').at(-1) ?? ''),
      correctedWatermark: null,
      ...(isPlan ? { plan: { titles: found.length, credits: 2 * found.length, creditsLeft: null } } : {}),
      ...run,
    },
  };
}

/** The answer of publish-titles to a batch, with a stream that accepts everything. */
async function publishTitles(
  { batch, outcomes, departures = [] }: PublishTitlesInput,
  { clock, progress }: Shared,
): Promise<JsonValue> {
  const { setAside, fetched: titles } = sorted(outcomes);
  if (!keepsDeferred(batch)) return publishAll({ batch, outcomes, departures }) as unknown as JsonValue;
  const ids = outcomes.map(({ titleId }) => titleId);
  const known = await progress.readDeferred(batch.feed, ids);
  const ports = { progress, limits: LIMITS, now: clock.now() };
  const settled = await settleUnfetched(setAside, batch, known, ports);
  await takeOffFetched(titles, known, ports);
  const tally = { published: titles.length, setAside: settled, left: departures.length };
  return {
    result: buildBatchResult(tally, batch.batchResultBytes) as unknown as JsonValue,
    ...NOT_HELD,
  };
}

/** The result of publish-titles for a batch. */
export function publishAll({ batch, outcomes, departures = [] }: PublishTitlesInput): PublishedBatch {
  const { setAside, fetched: titles } = sorted(outcomes);
  const tally = { published: titles.length, setAside, left: departures.length };
  return { result: buildBatchResult(tally, batch.batchResultBytes), ...NOT_HELD };
}

/** The hold of a batch whose places no other batch waits for. */
const NOT_HELD = { placeHeldSeconds: 0, placeHeldUntil: new Date(0).toISOString() };

function sorted(outcomes: readonly TitleOutcome[]) {
  const unfetched = outcomes.filter((title): title is UnfetchedTitle => title.outcome !== 'fetched');
  return {
    fetched: outcomes.filter((title): title is FetchedTitle => title.outcome === 'fetched'),
    setAside: unfetched.map(describeUnfetched),
  };
}

/** The output of an execution that succeeded. */
export function summaryOf({ output }: ExecutionRecord): RunSummary {
  return JSON.parse(output ?? 'null') as RunSummary;
}
