import { isObject } from '../json.ts';
import type { SyntaxNode } from './syntax-node.ts';

/** The member of `$states` that a field can read besides `input` and `context`. */
export type FieldScope = 'result' | 'errorOutput';

/**
 * Finds references that AWS refuses: names, `$` and `$$` outside a step or filter, and `$states.result` or
 * `$states.errorOutput` in a field that does not have it. Without a `scope`, a field has neither.
 */
export function findMisuse(syntax: SyntaxNode, scope?: FieldScope): readonly string[] {
  const messages = new Set<string>();
  visit(syntax, true, scope, messages);
  return [...messages];
}

/** Parts of nodes in which `$` and names refer to another value. */
const SCOPED_PARTS = ['stages', 'predicate', 'group', 'pattern', 'update', 'delete'];

function visit(node: unknown, top: boolean, scope: FieldScope | undefined, messages: Set<string>): void {
  if (Array.isArray(node)) {
    for (const item of node) visit(item, top, scope, messages);
    return;
  }
  if (!isObject(node)) return;
  if (top) checkReference(node, messages);
  if (Array.isArray(node['steps'])) {
    const steps = node['steps'] as readonly SyntaxNode[];
    checkStates(steps, scope, messages);
    // From the second step on, `$` and names refer to the value of the previous step.
    steps.forEach((step, index) => visit(step, top && index === 0, scope, messages));
    visit(node['group'], false, scope, messages);
    return;
  }
  for (const [key, part] of Object.entries(node)) {
    visit(part, top && !SCOPED_PARTS.includes(key), scope, messages);
  }
}

/**
 * Reports a name, `$` or `$$` outside of steps and filters, which refers to nothing. The body of a function has the
 * context of its definition.
 */
function checkReference({ type, value }: Readonly<Record<string, unknown>>, messages: Set<string>): void {
  const reference =
    type === 'name'
      ? String(value)
      : type === 'variable' && (value === '' || value === '$')
        ? `$${value}`
        : undefined;
  if (reference !== undefined) messages.add(`Reference to '${reference}' at the top level is not supported.`);
}

function checkStates(
  [first, second]: readonly SyntaxNode[],
  scope: FieldScope | undefined,
  messages: Set<string>,
): void {
  if (first?.['type'] !== 'variable' || first['value'] !== 'states' || second?.['type'] !== 'name') return;
  const member = second['value'];
  if (member === 'input' || member === 'context' || member === scope) return;
  messages.add(`Field '$states.${String(member)}' does not exist.`);
}
