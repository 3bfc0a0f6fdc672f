import type { Distribution, MapState } from '../../definition/model.ts';
import { Cancellation } from '../../cancellation.ts';
import { Interruption } from '../../interruption.ts';
import type { JsonValue } from '../../json.ts';
import type { ExecutionRecord, MapRunRecord } from '../../records.ts';
import { dataLimitFailure, runtimeFailure } from '../../state-failure.ts';
import type { ChildSetting } from '../child-launcher.ts';
import { throwIfCondemned } from '../fatal.ts';
import type { Visit } from '../frame.ts';
import type { Batching } from './batching.ts';
import { Counts, COUNTED_AS } from './counts.ts';
import { planChildren, type PlannedChild } from './item-source.ts';
import { Results } from './results.ts';
import { exceeds, thresholdExceeded, type Tolerance } from './tolerance.ts';

/** The parameters of a Map Run. */
export interface MapRunPlan {
  readonly items: readonly JsonValue[];
  readonly batching: Batching | undefined;
  readonly tolerance: Tolerance;
  /** Concurrent children. */
  readonly concurrency: number;
}

/** The members of a Map Run's record that do not change while it runs. */
export type MapRunHead = Omit<MapRunRecord, 'status' | 'stopDate' | 'itemCounts' | 'executionCounts'>;

/** The place of a child in its Map Run. */
type Place = Pick<PlannedChild, 'index' | 'itemCount'>;

/** Ends the workers of a Map Run once all children have started. */
const NOTHING_LEFT = new Interruption('SIBLING');

/** Children per read when a Map Run is redriven. */
const PAGE = 100;

/** Runs the children of one Map Run. A redrive runs only those that have not succeeded. */
export class MapRun {
  readonly #visit: Visit<MapState>;
  readonly #distribution: Distribution;
  readonly #plan: MapRunPlan;
  readonly #head: MapRunHead;
  readonly #children = new Counts();
  readonly #items = new Counts();
  readonly #results: Results;
  readonly #cancellation: Cancellation;
  /** Cancelled with the above, and once all children have started: no worker needs a permit then. */
  readonly #waiting: Cancellation;
  readonly #itemCounts = new Map<number, number>();
  /** Children of an earlier attempt that wait for their redrive. */
  readonly #unsuccessful: (Place & { readonly executionArn: string })[] = [];
  #failure: Error | undefined;

  constructor(visit: Visit<MapState>, distribution: Distribution, plan: MapRunPlan, head: MapRunHead) {
    this.#visit = visit;
    this.#distribution = distribution;
    this.#plan = plan;
    this.#head = head;
    this.#results = new Results(visit.frame.run.engine.quotas.payloadBytes);
    this.#cancellation = Cancellation.within(visit.frame.cancellation);
    this.#waiting = Cancellation.within(this.#cancellation);
  }

  /** Loads the results and the unsuccessful children of an earlier attempt. */
  async takeUp(): Promise<void> {
    const { store, children } = this.#visit.frame.run.engine;
    const query = { mapRunArn: this.#head.mapRunArn, limit: PAGE };
    let page = await store.listExecutions(query);
    for (;;) {
      for (const record of page.items) {
        if (record.child === undefined) continue;
        const { childIndex: index, itemCount } = record.child;
        this.#itemCounts.set(index, itemCount);
        if (record.output !== undefined) {
          this.#count('succeeded', itemCount);
          this.#results.add(index, record.output);
        } else if (children.redrivable(record)) {
          const { executionArn } = record;
          this.#count('pendingRedrive', itemCount);
          this.#unsuccessful.push({ executionArn, index, itemCount });
          store.updateExecution(executionArn, { status: 'PENDING_REDRIVE' });
        } else {
          this.#count(record.status === 'TIMED_OUT' ? 'timedOut' : 'failed', itemCount);
          this.#children.addNotRedrivable(1);
          this.#items.addNotRedrivable(itemCount);
        }
      }
      if (page.next === undefined) break;
      page = await store.listExecutions({ ...query, after: page.next });
    }
    this.#unsuccessful.reverse();
  }

  /**
   * Runs every child that has not succeeded and returns the JSON array of the outputs. The Map Run fails if the
   * outputs together exceed the payload limit.
   */
  async run(): Promise<string> {
    const { items, batching, concurrency } = this.#plan;
    this.#updatePending();
    this.#save('RUNNING');
    const planned = planChildren(this.#visit, items, batching, (index) => this.#itemCounts.get(index));
    this.#checkTolerance();
    await Promise.all(Array.from({ length: concurrency }, () => this.#work(planned)));
    this.#cancellation.release();
    await this.#abandonRest();
    if (this.#results.exceeded) this.#failure ??= dataLimitFailure(this.#visit.state.name);
    if (this.#failure !== undefined) {
      this.#save(this.#failure instanceof Interruption ? 'ABORTED' : 'FAILED');
      throw this.#failure;
    }
    this.#save('SUCCEEDED');
    return this.#results.text;
  }

  async #work(planned: AsyncGenerator<PlannedChild, void, undefined>): Promise<void> {
    try {
      while (this.#failure === undefined) {
        this.#cancellation.throwIfCancelled();
        throwIfCondemned(this.#visit.frame);
        await this.#withPermit(() => this.#workOnce(planned));
      }
    } catch (thrown) {
      if (thrown === NOTHING_LEFT) return;
      this.#fail(thrown instanceof Error ? thrown : runtimeFailure(String(thrown), thrown));
    }
  }

  /** Runs one child to its end. Throws NOTHING_LEFT if there is none. */
  async #workOnce(planned: AsyncGenerator<PlannedChild, void, undefined>): Promise<void> {
    const again = this.#unsuccessful.shift();
    if (again !== undefined) {
      await this.#redriveChild(again);
      return;
    }
    const next = await planned.next();
    if (next.done === true) {
      this.#waiting.cancel(NOTHING_LEFT);
      throw NOTHING_LEFT;
    }
    await this.#startChild(next.value);
  }

  /** Runs `work` with a permit shared by all Map Runs. A Map Run within a child uses its parent's permit. */
  async #withPermit(work: () => Promise<void>): Promise<void> {
    const { engine, record } = this.#visit.frame.run;
    if (record.child !== undefined) return work();
    this.#waiting.throwIfCancelled();
    if (!(await engine.childPermits.acquire(this.#waiting))) this.#waiting.throwIfCancelled();
    try {
      await work();
    } finally {
      engine.childPermits.release();
    }
  }

  async #startChild(child: PlannedChild): Promise<void> {
    const { run } = this.#visit.frame;
    const { engine, record: parent } = run;
    const name = engine.random.uuid();
    const machineName = this.#head.stateMachineArn.slice(this.#head.stateMachineArn.lastIndexOf(':') + 1);
    const record: ExecutionRecord = {
      executionArn:
        this.#distribution.childType === 'EXPRESS'
          ? engine.arns.expressExecution(machineName, `${name}:${engine.random.uuid()}`)
          : engine.arns.execution(machineName, name),
      name,
      stateMachineArn: this.#head.stateMachineArn,
      snapshotId: parent.snapshotId,
      type: this.#distribution.childType,
      status: 'RUNNING',
      startDate: engine.clock.now(),
      input: child.input,
      redriveCount: 0,
      child: { mapRunArn: this.#head.mapRunArn, childIndex: child.index, itemCount: child.itemCount },
    };
    this.#itemCounts.set(child.index, child.itemCount);
    this.#items.move('pending', 'running', child.itemCount);
    this.#children.add('running', 1);
    this.#updatePending();
    this.#save('RUNNING');
    this.#ended(await engine.children.start(record, this.#setting()), child);
  }

  async #redriveChild({ executionArn, ...place }: Place & { readonly executionArn: string }): Promise<void> {
    const { store, children } = this.#visit.frame.run.engine;
    const record = await store.readExecution(executionArn);
    if (record === undefined) throw new Error(`The child ${executionArn} is not in the store`);
    this.#move('pendingRedrive', 'running', place.itemCount);
    this.#save('RUNNING');
    this.#ended(await children.redrive(record, this.#setting()), place);
  }

  #setting(): ChildSetting {
    const { snapshot } = this.#visit.frame.run;
    const definition = { program: this.#visit.state.processor };
    return { definition, snapshot, cancellation: this.#cancellation };
  }

  /** Counts an ended child. Only a successful child has an output. */
  #ended({ status, output }: ExecutionRecord, { index, itemCount }: Place): void {
    // The engine was closed before the child had ended.
    if (status === 'RUNNING') return;
    if (output !== undefined) this.#results.add(index, output);
    this.#move('running', COUNTED_AS[status], itemCount);
    this.#save('RUNNING');
    this.#checkTolerance();
  }

  #checkTolerance(): void {
    if (!exceeds(this.#plan.tolerance, this.#items.unsuccessful, this.#plan.items.length)) return;
    this.#fail(thresholdExceeded());
  }

  /** Fails the Map Run and ends its running children. Only the first failure counts. */
  #fail(thrown: Error): void {
    if (this.#failure !== undefined) return;
    this.#failure = thrown;
    this.#cancellation.cancel(new Interruption('SIBLING'));
  }

  /** True if the engine was closed. Nothing more may be recorded. */
  get #isClosed(): boolean {
    return this.#failure instanceof Interruption && this.#failure.kind === 'CLOSED';
  }

  /** Restores the status of children whose pending redrive does not take place. */
  async #abandonRest(): Promise<void> {
    // The next process restores or redrives them.
    if (this.#isClosed) return;
    const { store, children } = this.#visit.frame.run.engine;
    for (const { executionArn, itemCount } of this.#unsuccessful.splice(0)) {
      const record = await store.readExecution(executionArn);
      if (record === undefined) continue;
      const { status } = await children.passOver(record);
      this.#move('pendingRedrive', COUNTED_AS[status], itemCount);
    }
  }

  #count(status: Parameters<Counts['add']>[0], itemCount: number): void {
    this.#children.add(status, 1);
    this.#items.add(status, itemCount);
  }

  #move(from: Parameters<Counts['add']>[0], to: Parameters<Counts['add']>[0], itemCount: number): void {
    this.#children.move(from, to, 1);
    this.#items.move(from, to, itemCount);
  }

  /** Counts items without a child, and the children that they will form, as pending. */
  #updatePending(): void {
    const started = this.#items.total - this.#items.get('pending');
    const pending = this.#plan.items.length - started;
    const maxItems = this.#plan.batching === undefined ? 1 : this.#plan.batching.maxItems;
    this.#items.set('pending', pending);
    this.#children.set('pending', Math.ceil(pending / maxItems));
  }

  #save(status: MapRunRecord['status']): void {
    const { engine } = this.#visit.frame.run;
    if (this.#isClosed) return;
    const record = {
      ...this.#head,
      status,
      executionCounts: this.#children.snapshot(this.#children.get('succeeded')),
      itemCounts: this.#items.snapshot(this.#items.get('succeeded')),
      ...(status === 'RUNNING' ? {} : { stopDate: engine.clock.now() }),
    };
    engine.store.putMapRun(record);
    engine.observer.onMapRun?.(record);
  }
}
