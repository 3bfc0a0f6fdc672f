import { isObject } from '../json.ts';
import type { SyntaxNode } from './expression.ts';

/** Which members of `$states` a field may read, besides `input` and `context`. */
export type FieldScope = 'input' | 'result' | 'errorOutput';

/**
 * What an expression reads that its field does not offer: `$` and `$$` outside a function or filter, and
 * `$states.result` or `$states.errorOutput` where there is none. AWS refuses such definitions.
 */
export function findMisuse(syntax: SyntaxNode, scope: FieldScope): readonly string[] {
  const messages = new Set<string>();
  visit(syntax, true, scope, messages);
  return [...messages];
}

/** Nodes in whose parts `$` means something of their own. */
const SCOPED_PARTS = ['stages', 'predicate', 'group', 'body'];

function visit(node: unknown, top: boolean, scope: FieldScope, messages: Set<string>): void {
  if (Array.isArray(node)) {
    for (const item of node) visit(item, top, scope, messages);
    return;
  }
  if (!isObject(node)) return;
  if (node['type'] === 'variable' && top) checkVariable(node, messages);
  if (node['type'] === 'path' && Array.isArray(node['steps'])) {
    const steps: readonly unknown[] = node['steps'];
    checkStates(steps, scope, messages);
    // From the second step on, `$` is the value of the step before.
    steps.forEach((step, index) => {
      visit(step, top && index === 0, scope, messages);
    });
    visit(node['group'], false, scope, messages);
    return;
  }
  for (const [key, part] of Object.entries(node)) {
    visit(part, top && !SCOPED_PARTS.includes(key), scope, messages);
  }
}

function checkVariable(node: Readonly<Record<string, unknown>>, messages: Set<string>): void {
  const name = node['value'];
  if (name === '') messages.add("The variable '$' is not available at the top level of an expression");
  if (name === '$') messages.add("The variable '$$' is not available at the top level of an expression");
}

function checkStates(steps: readonly unknown[], scope: FieldScope, messages: Set<string>): void {
  const [first, second] = steps;
  if (!isObject(first) || first['type'] !== 'variable' || first['value'] !== 'states') return;
  if (!isObject(second) || second['type'] !== 'name') return;
  const member = second['value'];
  if (member === 'input' || member === 'context' || member === scope) return;
  messages.add(`The variable '$states.${String(member)}' is not available in this field`);
}
