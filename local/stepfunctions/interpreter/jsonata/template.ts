import type { JsonValue } from '../json.ts';
import { queryFailure, type StateFailure } from '../state-failure.ts';
import type { Expression } from './expression.ts';
import { evaluateSafely, type Bindings } from './safely.ts';

/** A JSON value of a definition in which any string may be an expression. */
export type Template =
  | { readonly kind: 'constant'; readonly value: JsonValue }
  | { readonly kind: 'expression'; readonly expression: Expression }
  | { readonly kind: 'array'; readonly items: readonly Template[] }
  | { readonly kind: 'object'; readonly members: readonly (readonly [key: string, template: Template])[] };

/**
 * Evaluates a template. `field` is its path in errors, such as `Output` or `Choices[0]/Condition`; members add
 * `/name`, items `[index]`. Throws `States.QueryEvaluationError` if an expression fails or returns undefined.
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
  bindings: Bindings,
): Promise<JsonValue> {
  const outcome = await evaluateSafely(expression, bindings);
  switch (outcome.kind) {
    case 'value':
      return outcome.value;
    case 'nothing':
      throw queryFailure(`${subject(expression, field)} returned nothing (undefined).`, field);
    case 'fault':
      throw queryFailure(`${subject(expression, field)} ${outcome.text}`, field, outcome.cause);
  }
}

function subject(expression: Expression, field: string): string {
  return `The JSONata expression '${expression.source}' specified for the field '${field}'`;
}

/** Returns JSONata's name for the type of a value. */
export function typeName(value: JsonValue): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value;
}

/** Creates the failure of a field with the wrong type, constant or evaluated. */
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
