/** The attempts that a Retrier allows when it does not say otherwise, by the Amazon States Language. */
const DEFAULT_MAX_ATTEMPTS = 3;

/** The errors that `States.ALL` does not stand for. */
const NOT_IN_ALL = ['States.DataLimitExceeded', 'States.Runtime'];

type Json = Readonly<Record<string, unknown>>;

/**
 * How often a state's `Retry` repeats an attempt that failed with an error; 0 when it does not, undefined when the
 * definition has no such state.
 *
 * @see {@link https://states-language.net/spec.html#errors}
 */
export function allowedRetries(definition: string, stateName: string, error: string): number | undefined {
  const state = findState(JSON.parse(definition) as Json, stateName);
  if (state === undefined) return undefined;
  const retriers = Array.isArray(state['Retry']) ? (state['Retry'] as readonly Json[]) : [];
  const retrier = retriers.find(({ ErrorEquals }) => matches(ErrorEquals, error));
  if (retrier === undefined) return 0;
  return typeof retrier['MaxAttempts'] === 'number' ? retrier['MaxAttempts'] : DEFAULT_MAX_ATTEMPTS;
}

function matches(names: unknown, error: string): boolean {
  if (!Array.isArray(names)) return false;
  return names.some(
    (name) =>
      name === error ||
      (name === 'States.ALL' && !NOT_IN_ALL.includes(error)) ||
      (name === 'States.TaskFailed' && error !== 'States.Timeout'),
  );
}

/** Names are unique in a state machine, whatever the depth. */
export function findState(machine: Json, stateName: string): Json | undefined {
  const states = isObject(machine['States']) ? machine['States'] : {};
  for (const [name, state] of Object.entries(states)) {
    if (!isObject(state)) continue;
    if (name === stateName) return state;
    const inner = [
      state['ItemProcessor'],
      ...(Array.isArray(state['Branches']) ? (state['Branches'] as unknown[]) : []),
    ];
    for (const part of inner) {
      const found = isObject(part) ? findState(part, stateName) : undefined;
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
