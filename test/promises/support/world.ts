import { knownMachines } from '../../support/known-machines.ts';
import type {
  ClaimItem,
  ExecutionInput,
  Feed,
  Listing,
  ListNewTitlesInput,
  PublishTitlesInput,
} from '../../../events/types.ts';
import { coversOpenWindow } from '../../../events/run-scope.ts';
import {
  createStepFunctionsTasks,
  createTaskInvoker,
  ServiceError,
  type Clock,
  type Definition,
  type Engine,
  type ExecutionRecord,
  type TaskInvoker,
} from '../../../local/stepfunctions/index.ts';
import { Harness, MemoryStore, steadyRandom, virtualClock } from '../../../local/stepfunctions/testing.ts';
import { redriveToken } from '../../../workflow/redrive-policy.ts';
import { NO_SERVICE } from '../../workflow/scenarios/support/watermark-writer.ts';
import { INGESTION, REDRIVER } from './machines.ts';
import { ProgressLedger } from './progress-ledger.ts';
import { MINUTE_MS, ORIGIN, REGIONS, type WorldFacts } from './scenario.ts';
import { UnluckyStream } from './unlucky-stream.ts';
import { UnluckyTable } from './unlucky-table.ts';
import { UnluckyWatchmode } from './unlucky-watchmode.ts';
import { worldTasks } from './world-tasks.ts';

/** A run of a world. */
export interface Run {
  readonly executionArn: string;
  readonly input: ExecutionInput;
  readonly feed: Feed;
  /** True if it covers the whole open window. */
  readonly isOpen: boolean;
  /** Time of its start by a monotonic clock. */
  readonly startedAt: number;
  /** Time at which it ended, or its process died, for the first time. */
  endedAt?: number;
  /** Time of its success. */
  succeededAt?: number;
  /** Its last listing. */
  listing?: Listing;
  /** Names of the executions that it has waited for. */
  readonly waitedFor: Set<string>;
}

const definitions = new Map<string, Definition>();

/**
 * The real definitions and tasks with a Watchmode, a stream and a progress table that fail randomly, on a virtual clock. It
 * records the requests to all three.
 */
export class World {
  readonly clock: Clock & ReturnType<typeof virtualClock> = virtualClock(ORIGIN);
  readonly watchmode: UnluckyWatchmode;
  readonly stream: UnluckyStream;
  readonly table: UnluckyTable;
  readonly ledger: ProgressLedger;
  /** By ARN, in the order of the starts. */
  readonly runs = new Map<string, Run>();
  /** The largest payload of a task, in bytes. */
  readonly largest = { bytes: 0 };
  /** Receives each run that has ended without success, or whose process has died. */
  onFailure: (record: ExecutionRecord) => void = () => undefined;
  readonly #store = new MemoryStore();
  readonly #invoker: TaskInvoker;
  readonly #interrupted = new Set<string>();
  readonly #latest = new Map<string, ExecutionRecord>();
  readonly #parents = new Map<string, string>();
  #harness: Harness;
  /** Requests in flight. */
  readonly #requests = new Set<Promise<unknown>>();
  /** Pending while one process replaces another. */
  #change: Promise<void> | undefined;

  constructor(facts: WorldFacts) {
    const { clock } = this;
    this.watchmode = new UnluckyWatchmode(facts, clock);
    this.stream = new UnluckyStream(facts.streamFaults, clock);
    this.table = new UnluckyTable(facts, clock);
    this.ledger = new ProgressLedger({
      stream: this.stream,
      limits: { maxRuns: facts.maxDeferrals, minDays: facts.minDeferralDays },
      latestDate: () => this.watchmode.latestDate,
      now: () => this.clock.now(),
      execution: (executionArn) => this.#latest.get(executionArn),
      isInterrupted: (executionArn) => this.#interrupted.has(executionArn),
    });
    this.table.items.afterWrite = (before, after) => this.ledger.noteWrite(before, after);
    this.#invoker = this.#createInvoker(facts);
    this.#harness = this.#createHarness();
  }

  get engine(): Engine {
    return this.#harness.engine;
  }

  /** Waits until a time in minutes after {@link ORIGIN}. */
  async reach(minutes: number): Promise<void> {
    const left = ORIGIN + Math.round(minutes * MINUTE_MS) - this.clock.monotonic();
    if (left > 0) await this.clock.sleep(left);
  }

  /** Starts a run without waiting for its end. */
  async start(name: string, input: ExecutionInput): Promise<Run> {
    const text = JSON.stringify(input);
    const { executionArn } = await this.#ask((engine) =>
      engine.startExecution({ stateMachine: INGESTION, name, input: text }),
    );
    const run = this.runs.get(executionArn);
    if (run === undefined) throw new Error(`${executionArn} was started and not seen`);
    return run;
  }

  /** Starts the redriver for a failed run, as the rule does, and waits until both have ended. */
  async heal({ executionArn, name, status, redriveCount }: ExecutionRecord): Promise<void> {
    const input = JSON.stringify({ executionArn, name, status, redriveCount });
    const healing = await this.#ask((engine) => engine.startExecution({ stateMachine: REDRIVER, input }));
    await this.engine.whenEnded(healing.executionArn);
    await this.engine.whenEnded(executionArn);
  }

  /** Redrives a run by hand, if Step Functions allows it. */
  async redrive(executionArn: string): Promise<void> {
    const clientToken = redriveToken(this.record(executionArn).redriveCount);
    await unlessRefused(this.#ask((engine) => engine.redriveExecution({ executionArn, clientToken })));
  }

  /** Stops a working run by hand. */
  async stop(executionArn: string): Promise<void> {
    if (this.record(executionArn).status !== 'RUNNING') return;
    await unlessRefused(this.#ask((engine) => engine.stopExecution({ executionArn })));
  }

  /** Replaces the process by another one with the same store. */
  async die(): Promise<void> {
    const next = async () => {
      // A request in flight would start an execution in the closed engine.
      await Promise.allSettled(this.#requests);
      await this.engine.close();
      this.#harness = this.#createHarness();
      for (const record of await this.engine.recover()) {
        const run = this.runs.get(record.executionArn);
        if (run === undefined) continue;
        run.endedAt ??= this.clock.monotonic();
        this.#interrupted.add(record.executionArn);
        this.onFailure(record);
      }
    };
    this.#change = next().finally(() => (this.#change = undefined));
    await this.#change;
  }

  /** Sends a request to Step Functions once there is a process. */
  async #ask<Answer>(request: (engine: Engine) => Promise<Answer>): Promise<Answer> {
    while (this.#change !== undefined) await this.#change;
    const asking = request(this.engine);
    this.#requests.add(asking);
    try {
      return await asking;
    } finally {
      this.#requests.delete(asking);
    }
  }

  /** The current record of a run. */
  record(executionArn: string): ExecutionRecord {
    return this.#latest.get(executionArn)!;
  }

  /** True if a run is working. */
  isAtWork(executionArn: string): boolean {
    return this.record(executionArn).status === 'RUNNING' && !this.#interrupted.has(executionArn);
  }

  /** The child executions of a run. */
  async children(executionArn: string): Promise<ExecutionRecord[]> {
    const { items } = await this.#store.listMapRuns(executionArn, 10);
    const pages = await Promise.all(
      items.map(({ mapRunArn }) => this.#store.listExecutions({ mapRunArn, limit: 3000 })),
    );
    return pages.flatMap((page) => page.items);
  }

  /** The outputs of the tasks that have succeeded in an execution. */
  async taskOutputs(executionArn: string): Promise<string[]> {
    const events = await this.#harness.events(executionArn);
    return events.flatMap((event) => (event.type === 'TaskSucceeded' ? [event.details.output] : []));
  }

  #createInvoker(facts: WorldFacts): TaskInvoker {
    const context = () => ({
      engine: this.engine,
      stateMachines: knownMachines('title-ingestion', 'redrive-failed-run'),
    });
    const tasks = createTaskInvoker({
      lambda: worldTasks(facts, this),
      ssm: NO_SERVICE,
      dynamodb: this.table.dynamodb,
      sfn: createStepFunctionsTasks({ context, random: steadyRandom }),
    });
    return {
      ...tasks,
      invoke: async (call) => {
        if (call.stateName === 'Fetch title details') await this.#checkPurchase(call.executionArn);
        if (call.stateName === 'Redrive run') this.#checkRedrive(call.arguments);
        return tasks.invoke(call);
      },
    };
  }

  #createHarness(): Harness {
    return new Harness(
      {},
      {
        clock: this.clock,
        store: this.#store,
        invoker: this.#invoker,
        definitions,
        observer: { onExecution: (record) => this.#noteExecution(record) },
      },
    );
  }

  #noteExecution(record: ExecutionRecord): void {
    const { executionArn, status, child } = record;
    if (child !== undefined || record.snapshotId !== INGESTION.snapshotId) return;
    this.#latest.set(executionArn, record);
    const run = this.runs.get(executionArn) ?? this.#noteStart(record);
    if (status === 'RUNNING') {
      this.#interrupted.delete(executionArn);
      return;
    }
    run.endedAt ??= this.clock.monotonic();
    if (status === 'SUCCEEDED') run.succeededAt = this.clock.monotonic();
    else this.onFailure(record);
  }

  #noteStart({ executionArn, input: text }: ExecutionRecord): Run {
    const input = JSON.parse(text) as ExecutionInput;
    const run: Run = {
      executionArn,
      input,
      feed: input.feed ?? 'new_titles',
      isOpen: coversOpenWindow(input, REGIONS),
      startedAt: this.clock.monotonic(),
      waitedFor: new Set(),
    };
    this.runs.set(executionArn, run);
    return run;
  }

  /** Records the answer of List new titles. */
  noteListing({ executionArn }: ListNewTitlesInput, listing: Listing): void {
    const run = this.runs.get(executionArn)!;
    if (typeof listing.run.waitsFor === 'string') run.waitedFor.add(listing.run.waitsFor);
    else {
      run.listing = listing;
      if (run.isOpen) this.ledger.checkListed(run.feed, this.table.items.item(run.feed, 'watermark'));
    }
  }

  /** Notes the input of Publish titles. */
  noteBatch(input: PublishTitlesInput): void {
    this.ledger.noteBatch(input);
  }

  /** Checks that only the holder of the claim buys titles of the open window, unless it was redriven. */
  async #checkPurchase(childArn: string): Promise<void> {
    const { executionArn, isOpen, feed } = this.runs.get(await this.#parentOf(childArn))!;
    if (!isOpen || this.record(executionArn).redriveCount > 0 || !this.isAtWork(executionArn)) return;
    const holder = this.#claimOf(feed)?.executionArn ?? 'nobody';
    if (holder === executionArn) return;
    this.ledger.violations.push(`claim: ${executionArn} buys over the window that ${holder} has`);
  }

  /** Checks that the redriver leaves a run alone if another execution has claimed its window since its start. */
  #checkRedrive(text: string): void {
    const { ExecutionArn: executionArn } = JSON.parse(text) as { readonly ExecutionArn: string };
    const { isOpen, feed } = this.runs.get(executionArn)!;
    const claim = this.#claimOf(feed);
    if (!isOpen || claim === undefined || claim.executionArn === executionArn) return;
    if (Date.parse(claim.claimedAt) < this.record(executionArn).startDate) return;
    this.ledger.violations.push(
      `claim: ${executionArn} is redriven, and ${claim.executionArn} has its window`,
    );
  }

  #claimOf(feed: Feed): ClaimItem | undefined {
    return this.table.items.item(feed, 'claim') as ClaimItem | undefined;
  }

  async #parentOf(childArn: string): Promise<string> {
    const known = this.#parents.get(childArn);
    if (known !== undefined) return known;
    const record = await this.#store.readExecution(childArn);
    const mapRun = await this.#store.readMapRun(record?.child?.mapRunArn ?? '');
    const parent = mapRun?.executionArn ?? childArn;
    this.#parents.set(childArn, parent);
    return parent;
  }
}

/** Ignores a refusal by Step Functions: another caller was faster. */
async function unlessRefused(request: Promise<unknown>): Promise<void> {
  try {
    await request;
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
  }
}
