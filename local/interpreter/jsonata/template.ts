import type { JsonValue } from '../json.ts';
import { queryFailure, type StateFailure } from '../state-failure.ts';
import { EvaluationLimitError } from './evaluation.ts';
import { isJsonataFault, type EvaluationHost, type Expression } from './expression.ts';
import { FunctionError } from './functions.ts';
import { NotJsonError, toPlain } from './plain.ts';

/** A JSON value of a definition in which any string may be an expression. */
export type Template =
  | { readonly kind: 'constant'; readonly value: JsonValue }
  | { readonly kind: 'expression'; readonly expression: Expression }
  | { readonly kind: 'array'; readonly items: readonly Template[] }
  | { readonly kind: 'object'; readonly members: readonly (readonly [key: string, template: Template])[] };

/** What the expressions of a template see. */
export interface Bindings {
  /** `states` and the variables, by name without `$`. */
  readonly variables: Readonly<Record<string, unknown>>;
  readonly host: EvaluationHost;
}

/**
 * Evaluates a template. `field` names it in errors: `Output`, `Arguments`, `Choices[0]/Condition`; members add
 * `/name`, items `[index]`. Any expression that fails or yields nothing throws `States.QueryEvaluationError`.
 */
export async function evaluateTemplate(
  template: Template,
  field: string,
  bindings: Bindings,
): Promise<JsonValue> {
  switch (template.kind) {
    case 'constant':
      return template.value;
    case 'expression':
      return evaluateExpression(template.expression, field, bindings);
    case 'array': {
      const values: JsonValue[] = [];
      for (const [index, item] of template.items.entries()) {
        values.push(await evaluateTemplate(item, `${field}[${index}]`, bindings));
      }
      return values;
    }
    case 'object': {
      const members: [string, JsonValue][] = [];
      for (const [key, member] of template.members) {
        members.push([key, await evaluateTemplate(member, `${field}/${key}`, bindings)]);
      }
      return Object.fromEntries(members);
    }
  }
}

async function evaluateExpression(
  expression: Expression,
  field: string,
  { variables, host }: Bindings,
): Promise<JsonValue> {
  let value: JsonValue | undefined;
  try {
    value = toPlain(await expression.evaluate(variables, host));
  } catch (thrown) {
    throw evaluationFailure(thrown, expression, field);
  }
  if (value === undefined) {
    throw queryFailure(`${subject(expression, field)} returned nothing (undefined).`, field);
  }
  return value;
}

/** AWS's words for an expression that threw. */
function evaluationFailure(thrown: unknown, expression: Expression, field: string): StateFailure {
  const start = subject(expression, field);
  if (isJsonataFault(thrown)) {
    const text = `${start} threw an error during evaluation. ${thrown.code}: ${thrown.message}`;
    return queryFailure(text, field, thrown);
  }
  if (thrown instanceof NotJsonError) {
    return queryFailure(`${start} returned an unsupported result type.`, field, thrown);
  }
  if (thrown instanceof FunctionError || thrown instanceof EvaluationLimitError) {
    return queryFailure(`${start} threw an error during evaluation: ${thrown.message}`, field, thrown);
  }
  // Deep recursion and oversized strings end in the engine's own RangeError; nothing of ours throws here.
  return queryFailure(`${start} threw an error during evaluation: ${String(thrown)}`, field, thrown);
}

function subject(expression: Expression, field: string): string {
  return `The JSONata expression '${expression.source}' specified for the field '${field}'`;
}

/** What JSONata calls the type of a value. */
export function typeName(value: JsonValue): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value;
}

/** The failure of a field whose value has the wrong type, whether an expression gave it or not. */
export function typeFailure(
  template: Template,
  field: string,
  expected: string,
  value: JsonValue,
): StateFailure {
  const but = `Expected '${expected}', but was '${typeName(value)}' for value: ${JSON.stringify(value)}`;
  return queryFailure(
    template.kind === 'expression'
      ? `${subject(template.expression, field)} returned an unexpected result type. ${but}`
      : `The field '${field}' has an unexpected type. ${but}`,
    field,
  );
}
