import type { ProgressItem, RunSummary, SectionItem, SweepPageItem } from '../../../../events/types.ts';
import {
  createTaskInvoker,
  ServiceError,
  type Definition,
  type Engine,
  type ExecutionRecord,
} from '../../../../local/stepfunctions/index.ts';
import { Harness, MemoryStore, virtualClock } from '../../../../local/stepfunctions/testing.ts';
import {
  ChangingCatalogue,
  type Change,
  type Title,
} from '../../../support/independent-watchmode/changing-catalogue.ts';
import { IndependentWatchmode } from '../../../support/independent-watchmode/independent-watchmode.ts';
import { memoryPublishedTitles } from '../../../tasks/support/memory-published-titles.ts';
import { memoryProgress } from '../../../tasks/support/memory-progress.ts';
import { PROBE_TITLE_ID } from '../../../tasks/support/state-tasks.ts';
import { summaryOf } from '../../../workflow/scenarios/support/workflow-harness.ts';
import { NO_SERVICE, watermarkWriter } from '../../../workflow/scenarios/support/watermark-writer.ts';
import { INGESTION } from '../../support/machines.ts';
import type { StreamFault } from '../../support/scenario.ts';
import { UnluckyStream } from '../../support/unlucky-stream.ts';
import { Drifter, numbersOf } from './drift.ts';
import { Mortal, mortalPort } from './mortal.ts';
import {
  GENRES,
  SERVICES,
  sweptId,
  type Death,
  type PlannedChange,
  type PlannedSweep,
  type SweepScenario,
} from './scenario.ts';
import { sweepTasks } from './sweep-tasks.ts';

const ORIGIN = Date.UTC(2026, 10, 24, 6, 0, 0);
const HOUR_MS = 3_600_000;
const ANSWERS_AFTER_MS = 200;

export const API_KEY = 'sesame-0123456789';

/** The title that check-watchmode asks for, which no service has. */
const PROBE: Title = {
  ...{ id: PROBE_TITLE_ID, name: 'Breaking Bad', type: 'tv_series', genres: [7], year: 2008 },
};

/** The names of services, genres and countries. */
export const REFERENCE = {
  sources: [
    { id: 26, name: 'Prime Video', type: 'sub', regions: ['GB'] },
    { id: 203, name: 'Netflix', type: 'sub', regions: ['GB', 'US'] },
  ],
  genres: GENRES.map((id) => ({ id, name: `Genre ${id}` })),
  regions: [
    { country: 'GB', name: 'United Kingdom', isOnPlan: true },
    { country: 'US', name: 'USA', isOnPlan: true },
  ],
} as const;

/** A sweep that was started. */
export interface SweepRun {
  readonly executionArn: string;
  readonly plan: PlannedSweep | undefined;
  /** Positions in the ledger and on the stream: from its start on, and up to its end. */
  readonly sales: { from: number; to: number };
  readonly events: { from: number; to: number };
  /** The summary, if it has succeeded. */
  summary?: RunSummary;
  /** The pages that it stored, by their keys. */
  readonly pages: Map<string, SweepPageItem>;
  /** The heads that it wrote, by section. */
  readonly saved: Map<string, SectionItem>;
  /** The ends of its processes, in order. */
  readonly deaths: Death[];
}

/** The real definition and the real tasks on a virtual clock, with an independent Watchmode whose catalogue drifts. */
export class SweepWorld {
  readonly clock = virtualClock(ORIGIN);
  readonly catalogue: ChangingCatalogue;
  readonly watchmode: IndependentWatchmode;
  readonly items = memoryProgress();
  readonly stream: UnluckyStream;
  readonly runs: SweepRun[] = [];
  readonly publishedTitles = memoryPublishedTitles();
  /** The largest payload of a task, in bytes. */
  readonly largest = { bytes: 0 };
  readonly scenario: SweepScenario;
  /** The titles with their first names. */
  readonly scenarioTitles: readonly Title[];
  readonly #definitions = new Map<string, Definition>();
  readonly #store = new MemoryStore();
  readonly #drifter: Drifter;
  readonly #streamFaults: StreamFault[] = [];
  #streamCalls = 0;
  #process = new Mortal();
  #harness: Harness;
  /** Pending while one process replaces another. */
  #change: Promise<void> | undefined;
  /** What is left of the current plan. */
  #left = { drift: 0, requests: 0, table: 0, deaths: 0, requestsOfProcess: 0 };

  constructor(scenario: SweepScenario) {
    this.scenario = scenario;
    const random = numbersOf(scenario.seed);
    this.#drifter = new Drifter(random, sweptId(scenario.victim % scenario.titles.length));
    this.scenarioTitles = titlesOf(scenario);
    this.catalogue = new ChangingCatalogue([PROBE, ...this.scenarioTitles], firstStays(scenario));
    this.watchmode = new IndependentWatchmode({
      account: {
        ...{ key: API_KEY, quota: 1_000_000, requestsPerMinute: 600 },
        ...(scenario.pageCap === null ? {} : { pageCap: scenario.pageCap }),
      },
      catalogue: this.catalogue,
      reference: REFERENCE,
      now: () => this.clock.now(),
      faultOf: () => {
        const fault = this.#plan?.faults[(this.#left.requests += 1) - 1] ?? 'none';
        return fault === 'none' ? undefined : fault;
      },
      beforePage: (asked, catalogue) => {
        const drift = this.#plan?.drift[(this.#left.drift += 1) - 1] ?? 'none';
        this.#drifter.move(scenario.renames ? 'none' : drift, asked, catalogue);
      },
    });
    this.stream = new UnluckyStream(this.#streamFaults, this.clock);
    this.items.beforeCall = () => {
      const fault = this.#plan?.tableFaults[(this.#left.table += 1) - 1] ?? 'none';
      return fault === 'none' ? undefined : fault;
    };
    this.items.afterWrite = (_before, after) => this.#noteWrite(after);
    this.#harness = this.#createHarness();
  }

  get engine(): Engine {
    return this.#harness.engine;
  }

  /** The present sweep. */
  get run(): SweepRun {
    return this.runs.at(-1)!;
  }

  get #plan(): PlannedSweep | undefined {
    return this.runs.at(-1)?.plan;
  }

  /** Lets hours pass. */
  pass(hours: number): Promise<void> {
    return this.clock.sleep(Math.round(hours * HOUR_MS));
  }

  /** Makes a change between two sweeps. */
  change({ title, service: index, change }: PlannedChange): void {
    const titleId = sweptId(title % this.scenario.titles.length);
    const service = SERVICES[index % SERVICES.length]!;
    if (change !== 'is renamed') this.catalogue.make({ change, titleId, service });
    else if (this.scenario.renames) {
      this.catalogue.make({ change, titleId, name: `${'bdé'.charAt(title % 3)} renamed ${titleId}` });
    }
  }

  /** Plays a sweep with its redrives. */
  async sweep(name: string, plan: PlannedSweep | undefined, input: object): Promise<SweepRun> {
    this.#drifter.settle(this.catalogue);
    this.#streamFaults.length = 0;
    this.#streamFaults.length = this.#streamCalls;
    this.#streamFaults.fill('none');
    this.#streamFaults.push(...(plan?.streamFaults ?? []));
    this.#left = { drift: 0, requests: 0, table: 0, deaths: 0, requestsOfProcess: 0 };
    const executionArn = `${INGESTION.stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`;
    const { sales } = this.watchmode.ledger;
    const { written } = this.stream;
    const run: SweepRun = {
      ...{ executionArn, plan, pages: new Map(), saved: new Map(), deaths: [] },
      sales: { from: sales.length, to: sales.length },
      events: { from: written.length, to: written.length },
    };
    this.runs.push(run);
    await this.engine.startExecution({ stateMachine: INGESTION, name, input: JSON.stringify(input) });
    for (let redrives = 0; ; redrives += 1) {
      const record = await this.#ended(executionArn);
      if (record.status === 'SUCCEEDED') {
        run.summary = summaryOf(record);
        break;
      }
      if (redrives >= (plan?.redrives ?? 0)) break;
      await this.pass(0.5);
      await unlessRefused(this.engine.redriveExecution({ executionArn }));
    }
    run.sales.to = sales.length;
    run.events.to = written.length;
    this.#drifter.settle(this.catalogue);
    return run;
  }

  /** The record of an execution. */
  async record(executionArn: string): Promise<ExecutionRecord> {
    const record = await this.#store.readExecution(executionArn);
    if (record === undefined) throw new Error(`there is no execution ${executionArn}`);
    return record;
  }

  /** Waits until an execution ends, or its process is replaced. */
  async #ended(executionArn: string): Promise<ExecutionRecord> {
    await this.engine.whenEnded(executionArn).catch((error: unknown) => {
      if (this.#change === undefined) throw error;
    });
    await this.#change;
    return this.record(executionArn);
  }

  #createHarness(): Harness {
    const process = this.#process;
    const watch = (isSent: boolean) => this.#watch(isSent, process);
    const { clock, watchmode } = this;
    const ports = mortalPort(
      {
        fetch: async (url: string, init: Parameters<typeof watchmode.fetch>[1]) => {
          await clock.sleep(ANSWERS_AFTER_MS);
          return watchmode.fetch(url, init);
        },
        send: (command: object) => {
          this.#streamCalls += 1;
          return this.stream.client.send(command as never);
        },
      },
      process,
      watch,
    );
    const progress = mortalPort(this.items, process, watch);
    const tasks = createTaskInvoker({
      lambda: sweepTasks(this, {
        fetch: ports.fetch,
        client: { send: ports.send } as never,
        progress,
      }),
      ssm: NO_SERVICE,
      dynamodb: watermarkWriter(this.items),
    });
    const options = { clock, store: this.#store, invoker: tasks, definitions: this.#definitions };
    return new Harness({}, options);
  }

  /** Ends the process at the planned request. */
  #watch(isSent: boolean, process: Mortal): void {
    if (process !== this.#process || process.isDead) return;
    if (!isSent) this.#left.requestsOfProcess += 1;
    const death = this.#plan?.deaths[this.#left.deaths];
    if (death === undefined || death.isSent !== isSent) return;
    if (death.atRequest !== this.#left.requestsOfProcess) return;
    this.#left.deaths += 1;
    this.#left.requestsOfProcess = 0;
    this.run.deaths.push(death);
    const { executionArn } = this.run;
    if (death.how === 'stop') {
      void unlessRefused(this.engine.stopExecution({ executionArn }));
      return;
    }
    process.isDead = true;
    this.#change = this.#replaceProcess();
  }

  async #replaceProcess(): Promise<void> {
    const dying = this.engine;
    await Promise.resolve();
    await dying.close();
    this.#process = new Mortal();
    this.#harness = this.#createHarness();
    await this.engine.recover();
    this.#change = undefined;
  }

  #noteWrite(item: ProgressItem | undefined): void {
    if (item === undefined || !('executionArn' in item)) return;
    const run = this.runs.find(({ executionArn }) => executionArn === item.executionArn);
    if (run === undefined) return;
    const [kind, section = ''] = item.item.split('#');
    if (kind === 'section') run.saved.set(section, item as SectionItem);
    if (kind === 'page') run.pages.set(item.item, item as SweepPageItem);
  }
}

/** Ignores a refusal by Step Functions, for example of a stop after the end. */
async function unlessRefused(request: Promise<unknown>): Promise<void> {
  try {
    await request;
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
  }
}

function titlesOf({ titles }: SweepScenario): Title[] {
  return titles.map(({ letters, type, genre }, index) => ({
    ...{ id: sweptId(index), type, genres: [genre], year: 2020 },
    name: `${letters} ${sweptId(index)}`,
  }));
}

function firstStays({ titles }: SweepScenario): Change[] {
  return titles.flatMap(({ on }, index) =>
    on.map((service) => ({ at: 0, titleId: sweptId(index), change: 'arrives', service }) as const),
  );
}
