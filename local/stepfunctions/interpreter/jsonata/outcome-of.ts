import type { EvaluationHost } from './evaluation.ts';
import { isJsonataFault, type Expression } from './expression.ts';
import { FunctionError } from './functions.ts';
import { EvaluationLimitError, type Limits } from './limits.ts';
import type { Outcome } from './outcome.ts';
import { NotJsonError, toPlain } from './plain.ts';

/** What an expression is evaluated with. */
export interface Evaluator {
  readonly host: EvaluationHost;
  readonly limits: Limits;
  /** Characters of all inputs, for what has to be guessed. */
  readonly size: number;
}

/** Evaluates an expression. Whatever it throws is in the outcome. */
export async function outcomeOf(
  expression: Expression,
  variables: Readonly<Record<string, unknown>>,
  evaluator: Evaluator,
): Promise<Outcome> {
  try {
    const result = await expression.evaluate(variables, evaluator);
    // An array counts as its items do.
    const value = toPlain(result, { bytes: evaluator.limits.bytes + (Array.isArray(result) ? 8 : 0) });
    return value === undefined ? { kind: 'nothing' } : { kind: 'value', value };
  } catch (thrown) {
    return { kind: 'fault', text: faultText(thrown), cause: thrown };
  }
}

/** AWS's words for what an expression threw. */
function faultText(thrown: unknown): string {
  const start = 'threw an error during evaluation';
  if (isJsonataFault(thrown)) return `${start}. ${thrown.code}: ${thrown.message}`;
  if (thrown instanceof NotJsonError) return 'returned an unsupported result type.';
  if (thrown instanceof FunctionError || thrown instanceof EvaluationLimitError) return limitText(thrown);
  // Deep recursion and oversized strings end in the engine's own RangeError; nothing of ours throws here.
  return `${start}: ${String(thrown)}`;
}

/** The same for an evaluation that was ended from outside. */
export function limitText({ message }: Error): string {
  return `threw an error during evaluation: ${message}`;
}
