import { computed, signal } from '@preact/signals';
import type {
  AslObject,
  EventRow,
  InnerState,
  InnerStates,
  MapRunView,
  RunHead,
  RunMessage,
  VisitRow,
} from '../../api/index.ts';
import { count, counted } from '../format.ts';
import { retryingText } from './retrying-text.ts';
import type { StateMark } from '../graph/graph.tsx';

/** The state of the page of one run, updated by the server's messages. */
export class RunStore {
  readonly head = signal<RunHead | null>(null);
  readonly definition = signal<AslObject | null>(null);
  readonly mapRuns = signal<readonly MapRunView[]>([]);
  /** In the order of their ids. */
  readonly visits = signal<readonly VisitRow[]>([]);
  readonly events = signal<readonly EventRow[]>([]);
  /** The states of its child executions. */
  readonly inner = signal<InnerStates | null>(null);
  /** True while more of the history is on its way. */
  readonly reading = signal(false);
  /** True if the page has seen the run running, so that its end must not move what is on the page. */
  readonly sawWork = signal(false);
  #visits = new Map<number, VisitRow>();

  take(update: RunMessage, isWhole: boolean): void {
    if (isWhole || update.inner !== undefined) this.inner.value = update.inner ?? null;
    if (!('head' in update)) return;
    if (isWhole) this.#visits = new Map();
    for (const visit of update.visits) this.#visits.set(visit.id, visit);
    if (isWhole || update.visits.length > 0)
      this.visits.value = [...this.#visits.values()].sort((a, b) => a.id - b.id);
    if (isWhole) this.events.value = update.events;
    else if (update.events.length > 0) this.events.value = [...this.events.value, ...update.events];
    if (isWhole || update.mapRuns.length > 0) this.mapRuns.value = update.mapRuns;
    if (update.definition !== null) this.definition.value = update.definition;
    this.reading.value = update.reading;
    this.head.value = update.head;
    if (update.head.running) this.sawWork.value = true;
  }

  visit(id: number): VisitRow | undefined {
    return this.#visits.get(id);
  }

  /** The comments of the states in the definition. They are known before any visit. */
  readonly comments = computed(() => commentsIn(this.definition.value));

  /** The visits of each state, in order. */
  readonly byState = computed(() => Map.groupBy(this.visits.value, ({ name }) => name));

  /** The transitions that were taken, each as two names with a line break between them. */
  readonly ways = computed((): ReadonlySet<string> => {
    const last = new Map<string, string>();
    const ways = new Set<string>();
    for (const { parent, iteration, name } of this.visits.value) {
      const scope = `${parent ?? ''}/${iteration ?? ''}`;
      const from = last.get(scope);
      if (from !== undefined) ways.add(`${from}\n${name}`);
      last.set(scope, name);
    }
    return ways;
  });

  /** The marks of the graph for each entered state. */
  readonly marks = computed((): ReadonlyMap<string, StateMark> => {
    const marks = new Map<string, StateMark>();
    for (const [name, visits] of this.byState.value) {
      const { status } = visits.reduce((worst, visit) => (visit.gravity > worst.gravity ? visit : worst));
      marks.set(name, { status, ...this.#noteOf(visits) });
    }
    this.#markRetries(marks);
    for (const inner of this.inner.value?.states ?? [])
      if (!marks.has(inner.name)) marks.set(inner.name, markOf(inner));
    return marks;
  });

  /** Marks the Map whose children retry, which is running and not retrying by itself. */
  #markRetries(marks: Map<string, StateMark>): void {
    const retrying = this.head.value?.work?.retrying ?? null;
    const id = this.mapRuns.value.at(-1)?.id;
    const name = this.visits.value.findLast(({ mapRun }) => mapRun === id)?.name ?? '';
    const mark = marks.get(name);
    if (id === undefined || mark === undefined || retrying?.who !== 'children') return;
    const status = retrying.isMost ? 'retrying' : mark.status;
    marks.set(name, { ...mark, status, retries: retryingText(retrying) });
  }

  #noteOf(visits: readonly VisitRow[]): Pick<StateMark, 'note' | 'share'> {
    const mapRun = this.mapRuns.value.find(({ id }) => id === visits.at(-1)?.mapRun);
    if (mapRun !== undefined) {
      const { total, succeeded, failed, running } = mapRun.items;
      const lost = failed > 0 ? `, ${count(failed)} failed` : '';
      const part = (items: number) => items / total;
      const share = total === 0 ? null : { good: part(succeeded), bad: part(failed), busy: part(running) };
      return { note: `${count(succeeded)} of ${counted(total, 'item')}${lost}`, share };
    }
    const first = visits[0];
    const retries = visits.reduce((sum, visit) => sum + visit.retries, 0);
    const again = retries > 0 ? counted(retries, 'retry', 'retries') : '';
    if (first?.type === 'Map') {
      const inner = this.visits.value.filter(
        ({ parent, iteration }) => iteration !== null && visits.some(({ id }) => id === parent),
      );
      const iterations = new Set(inner.map(({ parent, iteration }) => `${parent ?? 0}/${iteration ?? 0}`))
        .size;
      if (iterations > 0) return { note: counted(iterations, 'iteration'), share: null };
      return { note: visits.some(({ exitedAt }) => exitedAt === null) ? '' : 'no items', share: null };
    }
    if (visits.length > 1)
      return {
        note: [`${count(visits.length)} times`, again].filter((text) => text !== '').join(', '),
        share: null,
      };
    return { note: again, share: null };
  }

  /**
   * The names of the states at work: those inside a Distributed Map first, which are known of a sample, and of these the
   * ones that most children retry.
   */
  readonly atWork = computed((): readonly string[] => {
    const inner = (this.inner.value?.states ?? []).filter(({ retrying, running }) => retrying + running > 0);
    const open = this.visits.value.filter(({ exitedAt }) => exitedAt === null);
    return [
      ...inner.toSorted((a, b) => b.retrying - a.retrying || b.running - a.running).map(({ name }) => name),
      ...open.toSorted((a, b) => b.gravity - a.gravity).map(({ name }) => name),
    ];
  });

  /** The deepest failed visit; the last of several. */
  readonly failed = computed((): VisitRow | null => {
    const failed = this.visits.value.filter(({ status }) => status === 'failed');
    const depth = (visit: VisitRow): number =>
      visit.parent === null ? 0 : 1 + depth(this.#visits.get(visit.parent) ?? { ...visit, parent: null });
    return failed.toSorted((a, b) => depth(a) - depth(b) || a.id - b.id).at(-1) ?? null;
  });
}

/** Returns the mark of a state inside a Distributed Map: its worst status. */
function markOf(inner: InnerState): StateMark {
  const { status } = inner;
  return { status, note: `${inner[status]} ${status}`, share: null };
}

function commentsIn(part: unknown, found = new Map<string, string>()): ReadonlyMap<string, string> {
  if (typeof part !== 'object' || part === null) return found;
  for (const [field, value] of Object.entries(part)) {
    if (field === 'States' && typeof value === 'object' && value !== null) {
      for (const [name, state] of Object.entries(value as Readonly<Record<string, AslObject>>))
        if (typeof state['Comment'] === 'string') found.set(name, state['Comment']);
    }
    commentsIn(value, found);
  }
  return found;
}
