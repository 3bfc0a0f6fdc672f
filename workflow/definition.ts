/**
 * Reads the states, types, retriers and nesting of definitions. Accepts every definition that Step Functions accepts, and
 * ignores unknown members.
 *
 * @see {@link https://states-language.net/spec.html}
 */

/** A JSON object of a definition in the Amazon States Language. */
export type AslObject = Readonly<Record<string, unknown>>;

/** A state machine: a definition, the ItemProcessor of a Map, or a branch of a Parallel. */
export interface Workflow {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
}

/** A state of the project's definitions, with the members in use. */
export interface State {
  readonly Type: string;
  readonly Comment?: string;
  readonly Resource?: string;
  readonly Arguments?: { readonly [name: string]: unknown; readonly FunctionName?: string };
  readonly TimeoutSeconds?: number;
  readonly Label?: string;
  readonly Next?: string;
  readonly Default?: string;
  readonly End?: boolean;
  readonly Choices?: readonly { readonly Next: string }[];
  readonly Retry?: readonly Retrier[];
  readonly Catch?: readonly { readonly ErrorEquals: readonly string[]; readonly Next: string }[];
  readonly ItemBatcher?: { readonly MaxItemsPerBatch?: number };
  readonly ItemProcessor?: Workflow & { readonly ProcessorConfig?: { readonly Mode?: string } };
}

/** One rule of a `Retry`. */
export interface Retrier {
  readonly ErrorEquals: readonly string[];
  readonly IntervalSeconds?: number;
  readonly BackoffRate?: number;
  readonly MaxAttempts?: number;
  readonly MaxDelaySeconds?: number;
  readonly JitterStrategy?: string;
}

/** A state with its name. */
export type Named<S> = readonly [name: string, state: S];

/**
 * Parses a definition.
 *
 * @throws SyntaxError for a text that is not JSON, TypeError for JSON that is not an object
 */
export function parseDefinition(text: string): AslObject {
  const value: unknown = JSON.parse(text);
  if (!isAslObject(value)) throw new TypeError('A definition must be a JSON object');
  return value;
}

/** Returns the states of a state machine by name, in the order of the definition. */
export function statesOf(machine: Workflow): Named<State>[];
export function statesOf(machine: AslObject): Named<AslObject>[];
export function statesOf({ States: states }: AslObject | Workflow): Named<unknown>[] {
  if (!isAslObject(states)) return [];
  return Object.entries(states).flatMap(([name, state]) =>
    isAslObject(state) ? [[name, state] as const] : [],
  );
}

/** Returns the state machines inside a state: the ItemProcessor of a Map, the branches of a Parallel. */
export function innerMachinesOf(state: AslObject): AslObject[] {
  // Iterator is the former name of ItemProcessor. Step Functions still accepts it.
  const { ItemProcessor: processor = state['Iterator'], Branches: branches } = state;
  return [...objectsIn([processor]), ...objectsIn(branches)];
}

/** Returns all states at any depth in the order of the definition, each before its inner states. */
export function allStates(machine: Workflow): Named<State>[];
export function allStates(machine: AslObject): Named<AslObject>[];
export function allStates(machine: AslObject | Workflow): Named<unknown>[] {
  return statesOf(machine as AslObject).flatMap(([name, state]) => [
    [name, state] as const,
    ...innerMachinesOf(state).flatMap((inner) => allStates(inner)),
  ]);
}

/** Finds a state at any depth by its name, which is unique in a state machine. */
export function findState(machine: AslObject, stateName: string): AslObject | undefined {
  return allStates(machine).find(([name]) => name === stateName)?.[1];
}

/** Returns the objects in a list. Not every list in a definition contains objects. */
export function objectsIn(value: unknown): AslObject[] {
  return Array.isArray(value) ? (value as unknown[]).filter(isAslObject) : [];
}

/**
 * Returns the labels of the Distributed Maps. The ARNs of their child executions contain them.
 *
 * @throws Error if a Distributed Map has no label
 */
export function mapLabels(machine: Workflow): string[] {
  return allStates(machine)
    .filter(([, state]) => state.ItemProcessor?.ProcessorConfig?.Mode === 'DISTRIBUTED')
    .map(([name, state]) => {
      if (state.Label === undefined) throw new Error(`The Distributed Map "${name}" has no Label`);
      return state.Label;
    });
}

function isAslObject(value: unknown): value is AslObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
