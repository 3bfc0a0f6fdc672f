import type { VariableReference } from './reader.ts';

/** Matches the place of the innermost state in `/States/A/Branches[0]/States/B/Output/x`, and its escaped name. */
const OWNER = /(?:(?:^|\/(?:Branches\[\d+\]|ItemProcessor|Iterator))\/States\/([^/]+))+/;

/** Returns the state that contains a place. Every expression is in a state. */
export function ownerOf(reference: Pick<VariableReference, 'pointer'>): {
  readonly pointer: string;
  readonly name: string;
} {
  const [pointer = '', name = ''] = OWNER.exec(reference.pointer) ?? [];
  return { pointer, name: name.replaceAll('~1', '/').replaceAll('~0', '~') };
}

/** Groups references by the place of the innermost state that contains them. */
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

/** Returns the variables that each state reads, by state name, as DescribeStateMachine does. */
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
