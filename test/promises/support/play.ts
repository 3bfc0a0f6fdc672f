import type { ExecutionInput, RunSummary, WatermarkItem } from '../../../events/types.ts';
import type { MemoryProgress } from '../../tasks/support/memory-progress.ts';
import type { ExecutionRecord } from '../../../local/stepfunctions/index.ts';
import { summaryOf } from '../../workflow/scenarios/support/workflow-harness.ts';
import { Activities } from './activities.ts';
import { operate } from './operator.ts';
import {
  DAY_MINUTES,
  MINUTE_MS,
  ORIGIN,
  titleIdOf,
  type PlannedRun,
  type Scenario,
  type Spell,
  type WorldFeed,
} from './scenario.ts';
import { World } from './world.ts';

/** The maximum number of days until the slowest world has nothing left to do. */
const MAX_QUIET_DAYS = 16;

/** The run of a quiet day, which is redriven at once. */
const QUIET = {
  afterMinutes: DAY_MINUTES,
  input: { kind: 'open' },
  twinAfterSeconds: null,
  stopAfterMinutes: null,
  redriveAfterMinutes: [0, 0, 0],
} as const;

/** The result of a scenario. */
export interface Played {
  readonly world: World;
  /** The feeds that had runs over their open window. */
  readonly feeds: readonly WorldFeed[];
  /** Summaries of the runs that succeeded, by ARN. */
  readonly summaries: ReadonlyMap<string, RunSummary>;
  /** The number of times that an execution ended without success or lost its process, including redrives. */
  readonly failures: number;
}

/** Plays a scenario to its end: the planned actions, then a run a day until nothing is left to do. */
export async function play(scenario: Scenario): Promise<Played> {
  return new Player(scenario).play();
}

class Player {
  readonly #scenario: Scenario;
  readonly #world: World;
  readonly #activities = new Activities();
  /** The remaining waits before redrives, by the ARNs of the runs. */
  readonly #redrives = new Map<string, number[]>();
  #failures = 0;

  constructor(scenario: Scenario) {
    this.#scenario = scenario;
    this.#world = new World(scenario);
  }

  async play(): Promise<Played> {
    const world = this.#world;
    world.onFailure = (record) => this.#noteFailure(record);
    this.#beginAccidents();
    for (const [index, plan] of this.#scenario.runs.entries()) {
      if (index > 0) await this.#pause(plan.afterMinutes);
      await this.#begin(`run-${index}`, plan);
    }
    const feeds = this.#feeds();
    await this.#playQuietDays(feeds);
    await this.#activities.allDone();
    const summaries = new Map<string, RunSummary>();
    for (const { executionArn } of world.runs.values()) {
      const record = world.record(executionArn);
      if (record.status === 'SUCCEEDED') summaries.set(executionArn, summaryOf(record));
    }
    return { world, feeds, summaries, failures: this.#failures };
  }

  /** Starts everything except runs. */
  #beginAccidents(): void {
    const { ownClock, acts, deathAtMinutes } = this.#scenario;
    const world = this.#world;
    const at = (minutes: number, work: () => Promise<void> | void) =>
      this.#activities.begin(world.reach(minutes).then(work));
    if (ownClock !== null) {
      const { fromMinutes, lastsMinutes, byMinutes } = ownClock;
      at(fromMinutes, () => world.clock.setBy(byMinutes * MINUTE_MS));
      at(fromMinutes + lastsMinutes, () => world.clock.setBy(-byMinutes * MINUTE_MS));
    }
    for (const act of acts) at(act.atMinutes, () => operate(world, act));
    if (deathAtMinutes !== null) at(deathAtMinutes, () => world.die());
  }

  async #playQuietDays(feeds: readonly WorldFeed[]): Promise<void> {
    let day = this.#firstQuietDay();
    for (const last = day + MAX_QUIET_DAYS; day < last;) {
      await this.#world.reach(day * DAY_MINUTES);
      this.#world.table.isCalm = true;
      await Promise.all(feeds.map((feed) => this.#play(`quiet-${day}-${feed}`, { ...QUIET, feed })));
      if (feeds.every((feed) => this.#isDone(feed, day))) {
        if (this.#activities.isEmpty) return;
        await this.#activities.allDone();
        if (feeds.every((feed) => this.#isDone(feed, day))) return;
      }
      day = Math.max(day + 1, Math.ceil((this.#world.clock.monotonic() - ORIGIN) / MINUTE_MS / DAY_MINUTES));
    }
  }

  /** The first day after all troubles on which every title is listed. */
  #firstQuietDay(): number {
    const { titles, spells, ownClock, watchmodeClock } = this.#scenario;
    const endOf = (spell: Spell | null) => (spell === null ? 0 : spell.fromMinutes + spell.lastsMinutes);
    const last = Math.max(
      (this.#world.clock.monotonic() - ORIGIN) / MINUTE_MS,
      ...titles.flatMap(({ listedAtMinutes }) => Object.values(listedAtMinutes).map((at) => at ?? 0)),
      ...[...spells, ownClock, watchmodeClock].map(endOf),
    );
    return Math.floor(last / DAY_MINUTES) + 1;
  }

  /** The deployment's own feed, and the feeds that had a run over their open window. */
  #feeds(): WorldFeed[] {
    const others = this.#scenario.runs.filter(({ input }) => input.kind === 'open').map(({ feed }) => feed);
    return [...new Set<WorldFeed>(['new_titles', ...others])];
  }

  /** True if a run on a later day would have nothing to do: all titles are listed, and none waits. */
  #isDone(feed: WorldFeed, day: number): boolean {
    const items = this.#world.table.items.items().filter((item) => item.feed === feed);
    if (items.some((item) => 'status' in item && item.status === 'waiting')) return false;
    return watermarkOf(this.#world.table.items, feed) >= ORIGIN + day * DAY_MINUTES * MINUTE_MS;
  }

  /** Starts a run and its twin without waiting for them. */
  async #begin(name: string, plan: PlannedRun): Promise<void> {
    const { twinAfterSeconds } = plan;
    if (twinAfterSeconds !== null) {
      const twin = { ...plan, twinAfterSeconds: null, stopAfterMinutes: null };
      const start = () => this.#start(`${name}-twin`, twin).then(() => undefined);
      this.#activities.begin(
        twinAfterSeconds === 0 ? start() : this.#pause(twinAfterSeconds / 60).then(start),
      );
    }
    const executionArn = await this.#start(name, plan);
    const { stopAfterMinutes } = plan;
    if (stopAfterMinutes === null) return;
    this.#activities.begin(this.#pause(stopAfterMinutes).then(() => this.#world.stop(executionArn)));
  }

  async #start(name: string, plan: PlannedRun): Promise<string> {
    const { executionArn } = await this.#world.start(name, this.#inputOf(plan));
    this.#redrives.set(executionArn, [...plan.redriveAfterMinutes]);
    this.#activities.begin(this.#world.engine.whenEnded(executionArn).then(() => undefined));
    return executionArn;
  }

  /** Starts a run, and waits until it has succeeded or is not redriven any more. */
  async #play(name: string, plan: PlannedRun): Promise<void> {
    const executionArn = await this.#start(name, plan);
    const { engine } = this.#world;
    do {
      await engine.whenEnded(executionArn);
      // On a quiet day, redrives happen at once.
      await this.#pause(0);
    } while (this.#world.isAtWork(executionArn));
  }

  #inputOf({ feed, input }: PlannedRun): ExecutionInput {
    const now = this.#world.clock.now();
    const second = (moment: number) => `${new Date(moment).toISOString().slice(0, 19)}Z`;
    const named = feed === 'new_titles' ? {} : { feed };
    switch (input.kind) {
      case 'open':
        return { source: 'schedule', scheduledTime: new Date(now).toISOString(), ...named };
      case 'first titles':
        return { source: 'manual', maxTitles: input.maxTitles, ...named };
      case 'dry run':
        return { source: 'manual', dryRun: true, ...named };
      case 'other region':
        return { source: 'manual', regions: ['US'], ...named };
      case 'window': {
        const start = now - input.fromMinutesAgo * MINUTE_MS;
        const end = Math.min(start + input.lastsMinutes * MINUTE_MS, now);
        return { source: 'manual', window: { start: second(start), end: second(end) }, ...named };
      }
      case 'titles': {
        const { length } = this.#scenario.titles;
        const titleIds = [...new Set(input.indexes.map((index) => titleIdOf(index % Math.max(1, length))))];
        return length === 0 ? { source: 'manual', ...named } : { source: 'manual', titleIds, ...named };
      }
    }
  }

  #noteFailure(record: ExecutionRecord): void {
    this.#failures += 1;
    const world = this.#world;
    const { executionArn, status } = record;
    if (this.#scenario.hasRedriver && (status === 'FAILED' || status === 'TIMED_OUT')) {
      this.#activities.begin(world.heal(record));
    }
    const minutes = this.#redrives.get(executionArn)?.shift();
    if (minutes === undefined) return;
    const redrive = async () => {
      if (minutes > 0) await this.#pause(minutes);
      await world.redrive(executionArn);
      await world.engine.whenEnded(executionArn);
    };
    this.#activities.begin(redrive());
  }

  #pause(minutes: number): Promise<void> {
    return this.#world.clock.sleep(Math.round(minutes * MINUTE_MS));
  }
}

/** The watermark of a feed in epoch milliseconds; NaN when there is none. */
export function watermarkOf(items: MemoryProgress, feed: WorldFeed): number {
  const found = items.item(feed, 'watermark') as WatermarkItem | undefined;
  return Date.parse(found?.watermark ?? '');
}
