import { isObject, type JsonValue } from '../../local/stepfunctions/interpreter/json.ts';
import { arrayArguments, intrinsicToExpression } from './intrinsics.ts';
import { embrace, NotMechanicalError, pathToExpression } from './jsonpath.ts';

/** A payload template (`"name.$": "$.path"`) as a JSONata template. */
export function templateToJsonata(template: JsonValue, root: string): JsonValue {
  if (Array.isArray(template)) return template.map((item: JsonValue) => templateToJsonata(item, root));
  if (!isObject(template)) return template;
  return Object.fromEntries(
    Object.entries(template).map(([key, value]) =>
      key.endsWith('.$')
        ? [key.slice(0, -2), valueToTemplate(value, root)]
        : [key, templateToJsonata(value, root)],
    ),
  );
}

/** A payload template as one expression. */
export function templateToExpression(template: JsonValue, root: string): string {
  if (Array.isArray(template)) {
    return `[${template.map((item: JsonValue) => templateToExpression(item, root)).join(', ')}]`;
  }
  if (!isObject(template)) return JSON.stringify(template);
  const members = Object.entries(template).map(([key, value]) =>
    key.endsWith('.$')
      ? `${JSON.stringify(key.slice(0, -2))}: ${valueToExpression(value, root)}`
      : `${JSON.stringify(key)}: ${templateToExpression(value, root)}`,
  );
  return `{${members.join(', ')}}`;
}

function valueToTemplate(value: unknown, root: string): JsonValue {
  const items = typeof value === 'string' ? arrayArguments(value, root) : undefined;
  return items === undefined ? embrace(valueToExpression(value, root)) : items.map(embrace);
}

/** A path, or a call of an intrinsic function, as one expression. */
export function valueToExpression(value: unknown, root: string): string {
  if (typeof value !== 'string') throw new NotMechanicalError(`The path ${JSON.stringify(value)}`);
  return value.startsWith('$') ? pathToExpression(value, root) : intrinsicToExpression(value, root);
}
