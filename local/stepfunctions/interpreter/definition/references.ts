import type { VariableReference } from './reader.ts';

/**
 * The innermost state on the way of a pointer such as `/States/A/Branches/0/States/B/Output/x`: its pointer, and its
 * name as the pointer spells it.
 */
const OWNER = /(?:(?:^|\/(?:Branches\/\d+|ItemProcessor|Iterator))\/States\/([^/]+))+/;

/** The state in whose field an expression is. Every expression of a definition is in one. */
function ownerOf(reference: VariableReference): { readonly pointer: string; readonly name: string } {
  const [pointer = '', name = ''] = OWNER.exec(reference.pointer) ?? [];
  return { pointer, name: name.replaceAll('~1', '/').replaceAll('~0', '~') };
}

/** References by the pointer of the state in whose own fields they are. */
export function referencesByState(
  references: readonly VariableReference[],
): ReadonlyMap<string, readonly VariableReference[]> {
  const byState = new Map<string, readonly VariableReference[]>();
  for (const reference of references) {
    const { pointer } = ownerOf(reference);
    byState.set(pointer, [...(byState.get(pointer) ?? []), reference]);
  }
  return byState;
}

/** The variables that each state reads, by its name, as DescribeStateMachine gives them. */
export function variableReferences(
  references: readonly VariableReference[],
): Readonly<Record<string, readonly string[]>> {
  const byName = new Map<string, Set<string>>();
  for (const reference of references) {
    const { name } = ownerOf(reference);
    byName.set(name, new Set([...(byName.get(name) ?? []), ...reference.variables]));
  }
  return Object.fromEntries([...byName].map(([name, variables]) => [name, [...variables].sort()]));
}
