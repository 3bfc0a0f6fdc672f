import type { EvaluationHost } from './evaluation.ts';
import { isJsonataFault, type Expression } from './expression.ts';
import { EvaluationLimitError, type Limits } from './limits.ts';
import type { Outcome } from './outcome.ts';
import { NotJsonError, toPlain } from './plain.ts';

/** The host and the limits of an evaluation. */
export interface Evaluator {
  readonly host: EvaluationHost;
  readonly limits: Limits;
  /** Characters of all inputs, to estimate costs. */
  readonly size: number;
}

/** Evaluates an expression. Never rejects: an error becomes a fault. */
export async function outcomeOf(
  expression: Expression,
  variables: Readonly<Record<string, unknown>>,
  evaluator: Evaluator,
): Promise<Outcome> {
  try {
    const result = await expression.evaluate(variables, evaluator);
    // The outer array does not count, only its items.
    const value = toPlain(result, { bytes: evaluator.limits.bytes + (Array.isArray(result) ? 8 : 0) });
    return value === undefined ? { kind: 'nothing' } : { kind: 'value', value };
  } catch (thrown) {
    return { kind: 'fault', text: faultText(thrown), cause: thrown };
  }
}

/** Returns AWS's message for an error of an expression. */
function faultText(thrown: unknown): string {
  const start = 'threw an error during evaluation';
  if (isJsonataFault(thrown)) return `${start}. ${thrown.code}: ${thrown.message}`;
  if (thrown instanceof NotJsonError) return 'returned an unsupported result type.';
  if (thrown instanceof EvaluationLimitError) return limitText(thrown);
  // A RangeError of the JavaScript engine: deep recursion or an oversized string.
  return `${start}: ${String(thrown)}`;
}

/** Returns AWS's message for an exceeded limit. */
export function limitText({ message }: EvaluationLimitError): string {
  return `threw an error during evaluation: ${message}`;
}
