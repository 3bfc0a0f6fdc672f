/**
 * The reader of definitions: which states there are, of which type, what they retry, and what is inside of what. It
 * reads any definition that Step Functions has accepted, and passes over what it does not know.
 *
 * @see {@link https://states-language.net/spec.html}
 */

/** A JSON object of a definition in the Amazon States Language. */
export type AslObject = Readonly<Record<string, unknown>>;

/** States that run one after another: a definition, or what a Map runs for each item, or a branch of a Parallel. */
export interface Workflow {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
}

/** A state of the project's definitions, with the members that its readers look at. */
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
 * A definition as an object.
 *
 * @throws SyntaxError for a text that is not JSON, TypeError for JSON that is not an object
 */
export function parseDefinition(text: string): AslObject {
  const value: unknown = JSON.parse(text);
  if (!isAslObject(value)) throw new TypeError('A definition must be a JSON object');
  return value;
}

/** The states of a state machine, or of a part of one, by name, in the order of the definition. */
export function statesOf(machine: Workflow): Named<State>[];
export function statesOf(machine: AslObject): Named<AslObject>[];
export function statesOf({ States: states }: AslObject | Workflow): Named<unknown>[] {
  if (!isAslObject(states)) return [];
  return Object.entries(states).flatMap(([name, state]) =>
    isAslObject(state) ? [[name, state] as const] : [],
  );
}

/** The state machines inside a state: what a Map runs for each item, the branches of a Parallel. */
export function innerMachinesOf(state: AslObject): AslObject[] {
  // Iterator is what ItemProcessor was called before there were Distributed Maps; Step Functions still takes it.
  const { ItemProcessor: processor = state['Iterator'], Branches: branches } = state;
  return [...objectsIn([processor]), ...objectsIn(branches)];
}

/** Every state with its name at whatever depth, each before those inside it, in the order of the definition. */
export function allStates(machine: Workflow): Named<State>[];
export function allStates(machine: AslObject): Named<AslObject>[];
export function allStates(machine: AslObject | Workflow): Named<unknown>[] {
  return statesOf(machine as AslObject).flatMap(([name, state]) => [
    [name, state] as const,
    ...innerMachinesOf(state).flatMap((inner) => allStates(inner)),
  ]);
}

/** Finds a state at any depth: names are unique in a state machine. */
export function findState(machine: AslObject, stateName: string): AslObject | undefined {
  return allStates(machine).find(([name]) => name === stateName)?.[1];
}

/** Lists in a definition hold objects only where the language says so. */
export function objectsIn(value: unknown): AslObject[] {
  return Array.isArray(value) ? (value as unknown[]).filter(isAslObject) : [];
}

/**
 * The labels of the Distributed Maps, which are part of their child executions' ARNs.
 *
 * @throws Error when a Distributed Map has none
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
