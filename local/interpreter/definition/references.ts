import type { VariableReference } from './reader.ts';

/** The state whose field a JSON pointer leads to. */
interface Owner {
  readonly name: string;
  /** Of the state. */
  readonly pointer: string;
}

/** Finds the innermost state on the way of a pointer such as `/States/A/Branches/0/States/B/Output/x`. */
function ownerOf(pointer: string): Owner | undefined {
  const tokens = pointer.split('/').slice(1);
  let owner: Owner | undefined;
  for (let at = 0; tokens[at] === 'States';) {
    const name = (tokens[at + 1] ?? '').replaceAll('~1', '/').replaceAll('~0', '~');
    at += 2;
    owner = { name, pointer: `/${tokens.slice(0, at).join('/')}` };
    if (tokens[at] === 'Branches') at += 2;
    else if (tokens[at] === 'ItemProcessor' || tokens[at] === 'Iterator') at += 1;
    else break;
  }
  return owner;
}

/** References by the pointer of the state in whose own fields they are. */
export function referencesByState(
  references: readonly VariableReference[],
): ReadonlyMap<string, readonly VariableReference[]> {
  const byState = new Map<string, VariableReference[]>();
  for (const reference of references) {
    const { pointer = '' } = ownerOf(reference.pointer) ?? {};
    const known = byState.get(pointer);
    if (known === undefined) byState.set(pointer, [reference]);
    else known.push(reference);
  }
  return byState;
}

/** The variables that each state reads, by its name, as DescribeStateMachine gives them. */
export function variableReferences(
  references: readonly VariableReference[],
): Readonly<Record<string, readonly string[]>> {
  const byName = new Map<string, Set<string>>();
  for (const { pointer, variables } of references) {
    const { name } = ownerOf(pointer) ?? {};
    if (name === undefined) continue;
    byName.set(name, new Set([...(byName.get(name) ?? []), ...variables]));
  }
  return Object.fromEntries([...byName].map(([name, variables]) => [name, [...variables].sort()]));
}
