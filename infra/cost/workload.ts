import type { State, Workflow } from '../../workflow/definition.ts';

/** The work of Step Functions in one run, by the structure of the definition. */
export interface Workload {
  /** States entered, which Step Functions bills. */
  readonly transitions: number;
  /** Child executions of the Map Run. */
  readonly children: number;
  /** Invocations by the placeholder of the function's ARN, for example `ListNewTitlesFunctionArn`. */
  readonly invocations: Readonly<Record<string, number>>;
}

/** States that a run enters only after a failure or because of another run. */
const IN_TROUBLE: ReadonlySet<string> = new Set(['Check Watchmode', 'Wait for earlier run']);

/** States that only a sweep enters. */
const REFRESH = 'Refresh reference data';
const ONLY_IN_SWEEPS: ReadonlySet<string> = new Set([REFRESH, 'Save sweep']);

const NOTHING: Workload = { transitions: 0, children: 0, invocations: {} };

/** The kind of a run. */
interface RunKind {
  /** True for a run of the feed catalogue, the first one of its day, which also refreshes the reference data. */
  readonly isSweep: boolean;
}

/**
 * Returns the work of a run without failures. It takes the longest path of each choice: the run finds titles and moves
 * the watermark. A retry adds one transition and one invocation.
 *
 * @throws Error if the definition has a loop or an unsupported state type
 */
export function workloadOf(
  workflow: Workflow,
  titles: number,
  { isSweep }: RunKind = { isSweep: false },
): Workload {
  // The path to the reference data leads back, so it is not a part of the longest path.
  const left = new Set(isSweep ? [REFRESH] : ONLY_IN_SWEEPS);
  const isOnPath = (name: string) => !IN_TROUBLE.has(name) && !left.has(name);
  const work = pathFrom(workflow, workflow.StartAt, titles, { before: [], isOnPath });
  return isSweep ? sum(work, refreshWork(workflow)) : work;
}

/** Returns the work of refreshing the reference data, with the states that are entered again after it. */
function refreshWork(workflow: Workflow): Workload {
  let work = NOTHING;
  for (let name: string | undefined = REFRESH; name !== undefined;) {
    const state: State | undefined = workflow.States[name];
    if (state === undefined) break;
    work = sum(work, workWithin(name, state, 0));
    name = (state.Choices ?? []).some(({ Next }) => Next === REFRESH) ? undefined : state.Next;
  }
  return work;
}

interface Path {
  readonly before: readonly string[];
  readonly isOnPath: (name: string) => boolean;
}

/** Returns the longest path from a state to the end, including inner states. */
function pathFrom(workflow: Workflow, name: string, items: number, { before, isOnPath }: Path): Workload {
  if (before.includes(name)) throw new Error(`The definition loops at "${name}": no run has a known length`);
  const state = workflow.States[name];
  if (state === undefined) throw new Error(`The definition has no state "${name}"`);
  const path = { before: [...before, name], isOnPath };
  const ways = successors(state)
    .filter(isOnPath)
    .map((next) => pathFrom(workflow, next, items, path));
  const longest = ways.reduce((one, other) => (other.transitions > one.transitions ? other : one), NOTHING);
  return sum(workWithin(name, state, items), longest);
}

function successors({ Next, Default, Choices = [] }: State): string[] {
  return [Next, Default, ...Choices.map((choice) => choice.Next)].filter((next) => next !== undefined);
}

function workWithin(name: string, state: State, items: number): Workload {
  switch (state.Type) {
    case 'Map':
      return sum({ ...NOTHING, transitions: 1 }, mapWork(name, state, items));
    case 'Task': {
      const placeholder = /^\$\{(\w+)\}$/.exec(state.Arguments?.FunctionName ?? '')?.[1];
      return {
        ...NOTHING,
        transitions: 1,
        invocations: placeholder === undefined ? {} : { [placeholder]: 1 },
      };
    }
    case 'Choice':
    case 'Pass':
    case 'Wait':
    case 'Succeed':
      return { ...NOTHING, transitions: 1 };
    default:
      throw new Error(`The state "${name}" is of type ${state.Type}, whose cost is not known here`);
  }
}

function mapWork(name: string, { ItemProcessor: processor, ItemBatcher }: State, items: number): Workload {
  if (processor === undefined) throw new Error(`The Map "${name}" has no ItemProcessor`);
  const perItem = workloadOf(processor, 1);
  if (processor.ProcessorConfig?.Mode !== 'DISTRIBUTED') return times(perItem, items);
  const batchSize = ItemBatcher?.MaxItemsPerBatch ?? 1;
  const fullBatches = Math.floor(items / batchSize);
  const rest = items % batchSize;
  const inFull = times({ ...workloadOf(processor, batchSize), children: 1 }, fullBatches);
  return rest === 0 ? inFull : sum(inFull, { ...workloadOf(processor, rest), children: 1 });
}

const times = (work: Workload, count: number): Workload => ({
  transitions: work.transitions * count,
  children: work.children * count,
  invocations: Object.fromEntries(Object.entries(work.invocations).map(([key, each]) => [key, each * count])),
});

function sum(one: Workload, other: Workload): Workload {
  const keys = [...new Set([...Object.keys(one.invocations), ...Object.keys(other.invocations)])];
  return {
    transitions: one.transitions + other.transitions,
    children: one.children + other.children,
    invocations: Object.fromEntries(
      keys.map((key) => [key, (one.invocations[key] ?? 0) + (other.invocations[key] ?? 0)]),
    ),
  };
}
