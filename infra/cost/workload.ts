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

const NOTHING: Workload = { transitions: 0, children: 0, invocations: {} };

/**
 * Returns the work of a run without failures. It takes the longest path of each choice: the run finds titles and moves
 * the watermark. A retry adds one transition and one invocation.
 *
 * @throws Error if the definition has a loop or an unsupported state type
 */
export function workloadOf(workflow: Workflow, titles: number): Workload {
  return pathFrom(workflow, workflow.StartAt, titles, []);
}

/** Returns the longest path from a state to the end, including inner states. */
function pathFrom(workflow: Workflow, name: string, items: number, before: readonly string[]): Workload {
  if (before.includes(name)) throw new Error(`The definition loops at "${name}": no run has a known length`);
  const state = workflow.States[name];
  if (state === undefined) throw new Error(`The definition has no state "${name}"`);
  const ways = successors(state).map((next) => pathFrom(workflow, next, items, [...before, name]));
  const longest = ways.reduce((one, other) => (other.transitions > one.transitions ? other : one), NOTHING);
  return sum(workWithin(name, state, items), longest);
}

function successors({ Next, Default, Choices = [] }: State): string[] {
  return [Next, Default, ...Choices.map((choice) => choice.Next)]
    .filter((next) => next !== undefined)
    .filter((next) => !IN_TROUBLE.has(next));
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
