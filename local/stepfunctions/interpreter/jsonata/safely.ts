import type { EvaluationHost } from './evaluation.ts';
import type { Expression } from './expression.ts';
import { EvaluationLimitError, ALLOWED_UNATTENDED, CHEAP } from './limits.ts';
import type { Outcome } from './outcome.ts';
import { outcomeOf } from './outcome-of.ts';

/** The inputs of a template's expressions. */
export interface Bindings {
  /** `states` and the variables, by name without `$`. */
  readonly variables: Readonly<Record<string, unknown>>;
  readonly host: EvaluationHost;
  /** Characters of all inputs. Default 0. */
  readonly size?: number;
  /** Evaluates costly expressions in another process. Default: all are evaluated in this process. */
  readonly apart?: (source: string, variables: Readonly<Record<string, unknown>>) => Promise<Outcome>;
}

/**
 * Evaluates an expression in this process under cheap limits. If it exceeds them, evaluates it again in another
 * process. That is safe because expressions have no side effects.
 */
export async function evaluateSafely(expression: Expression, bindings: Bindings): Promise<Outcome> {
  const { variables, host, size = 0, apart } = bindings;
  if (apart === undefined)
    return outcomeOf(expression, variables, { host, limits: ALLOWED_UNATTENDED, size });
  if (!expression.cost.isUnbounded) {
    const outcome = await outcomeOf(expression, variables, { host, limits: CHEAP, size });
    if (outcome.kind !== 'fault' || !isCheapLimit(outcome.cause)) return outcome;
  }
  return apart(expression.source, readBy(expression, variables));
}

/** True if AWS's limit may be higher than the cheap one. The depth has only one limit. */
function isCheapLimit(cause: unknown): boolean {
  return cause instanceof EvaluationLimitError && cause.limit !== 'depth';
}

function readBy({ cost }: Expression, variables: Bindings['variables']): Bindings['variables'] {
  return Object.fromEntries(Object.entries(variables).filter(([name]) => cost.names.has(name)));
}
