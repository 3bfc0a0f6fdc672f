import { firstMatch, StateFailure } from '../../local/stepfunctions/retry.ts';
import { findState, objectsIn, parseDefinition } from '../../workflow/definition.ts';

/** The attempts that a Retrier allows when it does not say otherwise, by the Amazon States Language. */
const DEFAULT_MAX_ATTEMPTS = 3;

/**
 * Reads how often a state's `Retry` repeats an attempt that failed with an error; 0 when it does not, undefined when
 * the definition has no such state.
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
