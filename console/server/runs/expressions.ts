import type { AslObject } from '../../../workflow/definition.ts';
import type { ExpressionView } from '../../api/index.ts';

/** The values of a state's fields in the history, as JSON texts. */
export type Recorded = Readonly<Record<'Arguments' | 'Output' | 'Assign' | 'ItemSelector', string | null>>;

/** The input and the variables of a state, as JSON texts. */
export interface Readable {
  readonly input: string | null;
  readonly variables: Readonly<Record<string, string>>;
}

/** Fields without expressions, and fields that contain other states. */
const NOT_FIELDS = new Set(['ItemProcessor', 'Iterator', 'Branches', 'Retry', 'Comment']);

/**
 * Returns the JSONata expressions of a state with their values in the history. Nothing is evaluated again.
 *
 * @param next the next state, which shows the rule of a Choice that matched
 */
export function expressionsOf(
  definition: AslObject,
  recorded: Recorded,
  next: string | null,
  readable: Readable,
): ExpressionView[] {
  const found: ExpressionView[] = [];
  for (const [field, template] of Object.entries(definition)) {
    if (NOT_FIELDS.has(field)) continue;
    if (field === 'Choices') found.push(...conditionsOf(template, definition['Default'], next));
    else if (field === 'Catch') continue;
    else collect(template, field, valueOf(recorded, field), found);
  }
  return found.map((each) =>
    each.value === null ? { ...each, value: follow(each.expression, readable) } : each,
  );
}

/** Returns the value of an expression that is a path into the input or a variable; null for any other. */
function follow(expression: string, { input, variables }: Readable): string | null {
  const [root = '', ...keys] = expression.startsWith('$states.input')
    ? ['$states.input', ...expression.slice('$states.input'.length).split('.').slice(1)]
    : expression.split('.');
  if (!/^\$(states\.input|\w+)$/.test(root) || !keys.every((key) => /^\w+$/.test(key))) return null;
  if ([root, ...keys].join('.') !== expression) return null;
  const text = root === '$states.input' ? input : memberOf(variables, root.slice(1));
  if (typeof text !== 'string') return null;
  let value: unknown = JSON.parse(text);
  for (const key of keys) {
    // JSONata maps a path over a list, which this function does not.
    if (Array.isArray(value)) return null;
    value = memberOf(value, key);
  }
  return value === undefined ? null : JSON.stringify(value);
}

function collect(template: unknown, path: string, value: unknown, found: ExpressionView[]): void {
  if (typeof template === 'string') {
    const [, expression] = /^\{%\s*([\s\S]*?)\s*%\}$/.exec(template) ?? [];
    if (expression === undefined) return;
    found.push({ path, expression, value: value === undefined ? null : JSON.stringify(value) });
    return;
  }
  if (typeof template !== 'object' || template === null) return;
  for (const [key, inner] of Object.entries(template)) {
    const innerPath = Array.isArray(template) ? `${path}[${key}]` : `${path}.${key}`;
    collect(inner, innerPath, memberOf(value, key), found);
  }
}

/**
 * Rules are tried in order: those before the match were false, those after it were not evaluated. The match is unknown if
 * several rules lead to the next state.
 */
function conditionsOf(rules: unknown, otherwise: unknown, next: string | null): ExpressionView[] {
  if (!Array.isArray(rules)) return [];
  const list = rules as AslObject[];
  const leadsThere = list.map(({ Next: target }) => target === next);
  const first = leadsThere.indexOf(true);
  const ways = leadsThere.filter(Boolean).length + (otherwise === next ? 1 : 0);
  return list.flatMap(({ Condition: condition }, index) => {
    const found: ExpressionView[] = [];
    // If no rule leads to the next state, all rules were false and the default applied.
    const isFalse = next !== null && (first === -1 || index < first);
    const held = ways === 1 && index === first;
    collect(condition, `Choices[${index}].Condition`, isFalse ? false : held ? true : undefined, found);
    return found;
  });
}

function valueOf(recorded: Recorded, field: string): unknown {
  if (!(field in recorded)) return undefined;
  const text = recorded[field as keyof Recorded];
  return text === null ? undefined : (JSON.parse(text) as unknown);
}

function memberOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Record<string, unknown>)[key]
    : undefined;
}
