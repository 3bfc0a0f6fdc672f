import type { EvaluationHost } from './evaluation.ts';
import type { Expression } from './expression.ts';
import { EvaluationLimitError, ALLOWED_UNATTENDED, CHEAP } from './limits.ts';
import type { Outcome } from './outcome.ts';
import { outcomeOf } from './outcome-of.ts';

/** What the expressions of a template see. */
export interface Bindings {
  /** `states` and the variables, by name without `$`. */
  readonly variables: Readonly<Record<string, unknown>>;
  readonly host: EvaluationHost;
  /** Characters of all inputs. Default 0. */
  readonly size?: number;
  /** Evaluates apart from this process what is not cheap. Default: everything is evaluated here. */
  readonly apart?: (source: string, variables: Readonly<Record<string, unknown>>) => Promise<Outcome>;
}

/**
 * Evaluates an expression here as long as that is cheap. One that turns out not to be is evaluated anew, apart:
 * nothing has come of the attempt but a little lost time.
 */
export async function evaluateSafely(expression: Expression, bindings: Bindings): Promise<Outcome> {
  const { variables, host, size = 0, apart } = bindings;
  if (apart === undefined)
    return outcomeOf(expression, variables, { host, limits: ALLOWED_UNATTENDED, size });
  if (!expression.cost.isUnbounded) {
    const outcome = await outcomeOf(expression, variables, { host, limits: CHEAP, size });
    if (outcome.kind !== 'fault' || !(outcome.cause instanceof EvaluationLimitError)) return outcome;
  }
  return apart(expression.source, readBy(expression, variables));
}

function readBy({ cost }: Expression, variables: Bindings['variables']): Bindings['variables'] {
  return Object.fromEntries(Object.entries(variables).filter(([name]) => cost.names.has(name)));
}
