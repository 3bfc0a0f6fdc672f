import { PATIENCE_OF_A_SCHEDULE } from '../../workflow/patience.ts';
import { withPatience } from '../../workflow/substitutions.ts';

/** A state as the definition writes it, with the members that the tests look at. */
export interface State {
  readonly Type: string;
  readonly Comment?: string;
  readonly Resource?: string;
  readonly Arguments?: { readonly [name: string]: unknown; readonly FunctionName?: string };
  readonly TimeoutSeconds?: number;
  readonly Retry?: readonly Retrier[];
  readonly Catch?: readonly { readonly ErrorEquals: readonly string[]; readonly Next: string }[];
  readonly ItemProcessor?: { readonly States: States };
}

export interface Retrier {
  readonly ErrorEquals: readonly string[];
  readonly IntervalSeconds?: number;
  readonly BackoffRate?: number;
  readonly MaxAttempts?: number;
  readonly MaxDelaySeconds?: number;
  readonly JitterStrategy?: string;
}

type States = Readonly<Record<string, State>>;

/** Every state with its name, those inside of Maps included, in the order of the file. */
export function flatten(states: States): [string, State][] {
  return Object.entries(states).flatMap(([name, state]) => [
    [name, state] as [string, State],
    ...flatten(state.ItemProcessor?.States ?? {}),
  ]);
}

/** Every state of title-ingestion with its name, those inside of Maps included, in the order of the file. */
export const allStates = flatten(
  (JSON.parse(withPatience(PATIENCE_OF_A_SCHEDULE)) as { States: States }).States,
);

/** Every JSONata expression of a definition, at whatever depth. */
export function expressionsOf(value: unknown): string[] {
  if (typeof value === 'string') return value.startsWith('{%') ? [value] : [];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(expressionsOf) : [];
}
