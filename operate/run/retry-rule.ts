import { findState, objectsIn, parseDefinition } from '../../workflow/definition.ts';

/** The attempts that a Retrier allows when it does not say otherwise, by the Amazon States Language. */
const DEFAULT_MAX_ATTEMPTS = 3;

/** The errors that `States.ALL` does not stand for. */
const NOT_IN_ALL = ['States.DataLimitExceeded', 'States.Runtime'];

/**
 * How often a state's `Retry` repeats an attempt that failed with an error; 0 when it does not, undefined when the
 * definition has no such state.
 *
 * @see {@link https://states-language.net/spec.html#errors}
 */
export function allowedRetries(definition: string, stateName: string, error: string): number | undefined {
  const state = findState(parseDefinition(definition), stateName);
  if (state === undefined) return undefined;
  const retrier = objectsIn(state['Retry']).find(({ ErrorEquals }) => matches(ErrorEquals, error));
  if (retrier === undefined) return 0;
  const { MaxAttempts } = retrier;
  return typeof MaxAttempts === 'number' ? MaxAttempts : DEFAULT_MAX_ATTEMPTS;
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
