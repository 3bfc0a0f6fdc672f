import { firstMatch, StateFailure } from '../../local/stepfunctions/retry.ts';
import { findState, objectsIn, parseDefinition } from '../../workflow/definition.ts';

/** The default of MaxAttempts in the Amazon States Language. */
const DEFAULT_MAX_ATTEMPTS = 3;

/**
 * Reads the number of retries that a state's `Retry` allows for an error; 0 if it does not match, undefined if the
 * definition has no such state.
 * @example allowedRetries(definition, 'List new titles', 'Watchmode.RateLimited') // 3
 */
export function allowedRetries(definition: string, stateName: string, error: string): number | undefined {
  const state = findState(parseDefinition(definition), stateName);
  if (state === undefined) return undefined;
  const retriers = objectsIn(state['Retry']).map(({ ErrorEquals, MaxAttempts }) => ({
    errorEquals: Array.isArray(ErrorEquals) ? ErrorEquals.map(String) : [],
    maxAttempts: typeof MaxAttempts === 'number' ? MaxAttempts : DEFAULT_MAX_ATTEMPTS,
  }));
  return retriers[firstMatch(retriers, new StateFailure(error, undefined))]?.maxAttempts ?? 0;
}
