import { isObject, type JsonValue } from '../json.ts';
import { EXPRESSIONS } from './expression-cache.ts';
import { isJsonataFault, type Expression } from './expression.ts';
import type { Template } from './template.ts';

/** A whole string between `{%` and `%}` is an expression. */
const EXPRESSION = /^\{%([\s\S]*)%\}$/;

/** Receives each compiled expression and each syntax error. */
export interface TemplateVisitor {
  compiled(expression: Expression, pointer: string): void;
  broken(message: string, pointer: string): void;
}

/** Returns the source of an expression; `undefined` for any other value. */
export function expressionSource(value: unknown): string | undefined {
  return typeof value === 'string' ? EXPRESSION.exec(value)?.[1]?.trim() : undefined;
}

/** Compiles every expression in `value`. `pointer` is the place of `value` in the definition. */
export function compileTemplate(value: JsonValue, pointer: string, visitor: TemplateVisitor): Template {
  const source = expressionSource(value);
  if (source !== undefined) return compileOne(source, pointer, visitor);
  if (Array.isArray(value)) {
    const items = value.map((item: JsonValue, index) =>
      compileTemplate(item, `${pointer}[${index}]`, visitor),
    );
    return items.every(isConstant) ? { kind: 'constant', value } : { kind: 'array', items };
  }
  if (isObject(value)) {
    const members = Object.entries(value).map(
      ([key, member]) => [key, compileTemplate(member, `${pointer}/${escapePointer(key)}`, visitor)] as const,
    );
    return members.every(([, member]) => isConstant(member))
      ? { kind: 'constant', value }
      : { kind: 'object', members };
  }
  return { kind: 'constant', value };
}

function compileOne(source: string, pointer: string, visitor: TemplateVisitor): Template {
  try {
    const expression = EXPRESSIONS.compile(source);
    visitor.compiled(expression, pointer);
    return { kind: 'expression', expression };
  } catch (thrown) {
    visitor.broken(isJsonataFault(thrown) ? thrown.message : String(thrown), pointer);
    // A placeholder: the definition is refused.
    return { kind: 'expression', expression: EXPRESSIONS.compile('null') };
  }
}

function isConstant(template: Template): boolean {
  return template.kind === 'constant';
}

/** Escapes a member name for a JSON pointer (RFC 6901). */
export function escapePointer(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}
