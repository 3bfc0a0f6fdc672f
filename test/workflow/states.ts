import definition from '../../workflow/title-ingestion.asl.json' with { type: 'json' };

/** A state as the definition writes it, with the members that the tests look at. */
export interface State {
  readonly Type: string;
  readonly Comment?: string;
  readonly Resource?: string;
  readonly TimeoutSeconds?: number;
  readonly Retry?: readonly Retrier[];
  readonly Catch?: readonly { readonly ErrorEquals: readonly string[]; readonly Next: string }[];
  readonly ItemProcessor?: { readonly States: States };
}

export interface Retrier {
  readonly ErrorEquals: readonly string[];
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
export const allStates = flatten(definition.States);
