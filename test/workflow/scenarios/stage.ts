import { FEEDS } from '../../../events/feeds.ts';
import type {
  ExecutionInput,
  ListNewTitlesInput,
  PublishedBatch,
  PublishTitlesInput,
  RunSummary,
  UnfetchedTitle,
  Watermark,
} from '../../../events/types.ts';
import { ParameterStore, type StoredParameters } from '../../../local/adapters/parameter-store.ts';
import { createStepFunctionsTasks } from '../../../local/adapters/step-functions-tasks.ts';
import { createTaskInvoker } from '../../../local/adapters/task-invoker.ts';
import type { Definition } from '../../../local/interpreter/definition/model.ts';
import type { JsonValue } from '../../../local/interpreter/json.ts';
import type { Clock, TaskCall, TaskInvoker, TaskOutcome } from '../../../local/interpreter/ports.ts';
import type { ExecutionRecord, StateMachineSnapshot } from '../../../local/interpreter/records.ts';
import { waitingFirst } from '../../../tasks/list-new-titles/waiting.ts';
import { buildBatchResult } from '../../../tasks/publish-titles/batch-result.ts';
import { describeUnfetched } from '../../../tasks/publish-titles/unfetched-title.ts';
import { createSettleDeferred } from '../../../tasks/settle-deferred/settle-deferred.ts';
import { findRunAhead, readExecutionInput } from '../../../tasks/shared/run-scope.ts';
import { readProgress } from '../../../tasks/shared/stored-progress.ts';
import { PATIENCE_OF_A_SCHEDULE } from '../../../workflow/patience.ts';
import { jsonataList, renderDefinition } from '../../../workflow/substitutions.ts';
import {
  fakeInvoker,
  Harness,
  machine,
  steadyRandom,
  TaskError,
  virtualClock,
  type FakeFunction,
} from '../../local/interpreter/support/harness.ts';
import { knownMachines } from '../../local/interpreter/support/known-machines.ts';
import type { VirtualClock } from '../../../local/adapters/virtual-clock.ts';
import { invocation, recordedTelemetry } from '../../tasks/support/ports.ts';
import { storyOf } from './history.ts';

const PATH = '/tv-guide/watermarks';
const PARAMETER = `${PATH}/new_titles`;
const WINDOW = { start: '2026-11-23T06:00:00Z', end: '2026-11-24T06:00:00Z' };
const MAX_DEFERRALS = 7;

/** What the stage's functions do. What is absent does the usual. */
export interface Cast {
  /** How many titles are new. Default 3. */
  readonly titles?: number;
  readonly list?: FakeFunction;
  readonly fetch?: FakeFunction;
  readonly check?: FakeFunction;
  readonly publish?: FakeFunction;
  readonly settle?: FakeFunction;
  /** Members of the listing's `run` that differ. */
  readonly run?: Readonly<Record<string, JsonValue>>;
  /** What the feed's parameter holds before the run. Default: there is none. */
  readonly stored?: Watermark;
  /** Default: one after the other, so that histories have one order. */
  readonly batchesAtOnce?: number;
  readonly clock?: VirtualClock;
  /** Stands before each task, of whatever service. Default: the task is carried out. */
  readonly around?: (call: TaskCall, carryOut: () => Promise<TaskOutcome>) => Promise<TaskOutcome>;
}

/** Throws what a task throws, as Lambda reports it. */
export function fail(name: string, message: string): never {
  throw new TaskError(name, JSON.stringify({ errorType: name, errorMessage: message, trace: [] }));
}

/** The title that a function is asked for. */
export const titleOf = (payload: unknown): number => (payload as { titleId: number }).titleId;

/** What fetch-title-details gives at a moment, in epoch milliseconds, with a record of no meaning. */
export function fetched(titleId: number, now = 0): JsonValue {
  const moment = new Date(now).toISOString();
  return { titleId, outcome: 'fetched', fetchedAt: moment, placeHeldUntil: moment, record: {} };
}

/** The real definition with the real Parameter Store, on a virtual clock, and with functions of the test's choice. */
export class Stage extends Harness {
  readonly parameters: { stored: StoredParameters | undefined };
  readonly #machine: StateMachineSnapshot;

  constructor(cast: Cast = {}) {
    const clock = cast.clock ?? virtualClock(Date.UTC(2026, 10, 24, 6, 0, 3));
    const parameters: { stored: StoredParameters | undefined } = { stored: undefined };
    const ssm = new ParameterStore({
      repository: {
        read: () => Promise.resolve(parameters.stored),
        write: (stored) => {
          parameters.stored = stored;
          return Promise.resolve();
        },
      },
      clock,
      random: steadyRandom,
      region: 'eu-west-2',
      accountId: '000000000000',
    });
    const sfn = createStepFunctionsTasks({
      context: () => ({ engine: this.engine, stateMachines: knownMachines('machine') }),
      random: steadyRandom,
    });
    const lambda = fakeInvoker(functionsOf(cast, clock));
    const tasks = createTaskInvoker({ lambda, ssm, sfn });
    const { around } = cast;
    const invoke: TaskInvoker['invoke'] = (call) =>
      around === undefined ? tasks.invoke(call) : around(call, () => tasks.invoke(call));
    super({}, { clock, invoker: { ...tasks, invoke }, definitions });
    this.parameters = parameters;
    this.#machine = machineFor(cast.batchesAtOnce ?? 1);
    if (cast.stored !== undefined) this.keep(cast.stored);
  }

  /** What the parameter of the feed new_titles holds. */
  get stored(): Watermark | undefined {
    return this.storedOf('new_titles');
  }

  storedOf(feed: string): Watermark | undefined {
    const text = this.parameters.stored?.[`${PATH}/${feed}`]?.value;
    return text === undefined ? undefined : (JSON.parse(text) as Watermark);
  }

  /** Puts the parameter of new_titles, as another run does it meanwhile. */
  keep(value: Watermark): void {
    this.parameters.stored = {
      ...this.parameters.stored,
      [PARAMETER]: {
        name: PARAMETER,
        type: 'String',
        value: JSON.stringify(value),
        version: 1,
        lastModifiedDate: 0,
      },
    };
  }

  /** Runs the workflow. */
  ingest(input: ExecutionInput = {}): Promise<ExecutionRecord> {
    return this.runMachine(this.#machine, input as JsonValue);
  }

  /** Starts the workflow under a name and does not wait for its end. */
  start(name: string, input: ExecutionInput = {}): Promise<ExecutionRecord> {
    return this.engine.startExecution({ stateMachine: this.#machine, name, input: JSON.stringify(input) });
  }

  /** The execution's history as pairs of type and state name, which is what a golden history lists. */
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

/** Of all stages together, as loading takes longer than many a run. */
const definitions = new Map<string, Definition>();

const machines = new Map<number, StateMachineSnapshot>();

/** One for each number, as rendering takes longer than many a run. */
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
    WatermarkPath: PATH,
    Feeds: jsonataList(FEEDS),
    DefaultFeed: 'new_titles',
    ListNewTitlesFunctionArn: arn('list'),
    FetchTitleDetailsFunctionArn: arn('fetch'),
    CheckWatchmodeFunctionArn: arn('check'),
    PublishTitlesFunctionArn: arn('publish'),
    SettleDeferredFunctionArn: arn('settle'),
    BatchesAtOnce: String(batchesAtOnce),
  };
  return JSON.parse(renderDefinition(substitutions, PATIENCE_OF_A_SCHEDULE)) as object;
}

function functionsOf(cast: Cast, clock: Clock): Record<string, FakeFunction> {
  const { titles = 3, list, fetch, check, publish, settle, run } = cast;
  return {
    list:
      list ??
      ((payload) => listNewTitles(payload as unknown as ListNewTitlesInput, titles, run, clock) as JsonValue),
    fetch: fetch ?? ((payload) => fetched(titleOf(payload), clock.now())),
    check: check ?? (() => ({ checkedAt: new Date(clock.now()).toISOString(), creditsUsed: 1 })),
    publish:
      publish ?? ((payload) => publishAll(payload as unknown as PublishTitlesInput) as unknown as JsonValue),
    settle: settle ?? settler(clock),
  };
}

/** What list-new-titles makes of a feed that lists the titles from 1 on. */
function listNewTitles(
  { executionInput, executionArn, startedAt, watermark, otherRuns }: ListNewTitlesInput,
  titles: number,
  run: Cast['run'],
  clock: Clock,
): object {
  const input = readExecutionInput(executionInput);
  const ahead = findRunAhead({ executionArn, startedAt: Date.parse(startedAt), input }, otherRuns, {
    feed: 'new_titles',
    regions: ['GB'],
  });
  const { waiting } = readProgress(watermark, clock.now());
  const listed = ahead === undefined ? Array.from({ length: titles }, (_, index) => index + 1) : [];
  const found = waitingFirst(listed, ahead === undefined ? waiting : [], waiting);
  return {
    ...found,
    run: {
      feed: 'new_titles',
      window: ahead === undefined ? WINDOW : null,
      regions: ['GB'],
      dryRun: false,
      discovered: found.titleIds.length,
      advancesWatermark: ahead === undefined,
      keepsDeferred: ahead === undefined,
      creditsUsed: ahead === undefined ? 1 : 0,
      batchResultBytes: 4096,
      skippedBecause:
        ahead === undefined ? null : `${ahead.name} of the same feed is RUNNING since ${ahead.startDate}`,
      ...run,
    },
  };
}

/** The real task. */
function settler(virtual: Clock): FakeFunction {
  const clock = {
    now: () => virtual.now(),
    monotonic: () => virtual.monotonic(),
    sleep: () => Promise.resolve(),
  };
  const { telemetry } = recordedTelemetry(clock, 'error');
  const task = createSettleDeferred({ telemetry, maxDeferrals: MAX_DEFERRALS });
  return async (payload) => (await task(payload, invocation())) as unknown as JsonValue;
}

/** What publish-titles makes of a batch. */
export function publishAll({ batch, outcomes }: PublishTitlesInput): PublishedBatch {
  const isUnfetched = (outcome: { outcome: string }): outcome is UnfetchedTitle =>
    outcome.outcome !== 'fetched';
  const setAside = outcomes.filter(isUnfetched).map(describeUnfetched);
  const published = outcomes.length - setAside.length;
  return {
    result: buildBatchResult({ published, setAside }, batch.batchResultBytes),
    placeHeldSeconds: 0,
    placeHeldUntil: new Date(0).toISOString(),
  };
}

/** The output of an execution that succeeded. */
export function summaryOf({ output }: ExecutionRecord): RunSummary {
  return JSON.parse(output ?? 'null') as RunSummary;
}
