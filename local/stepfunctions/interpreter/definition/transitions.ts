import { isObject } from '../json.ts';
import { escapePointer, expressionSource } from '../jsonata/compile-template.ts';
import type { ObjectReader } from './reader.ts';

/** A transition: its place in the definition, and the name of the state that it leads to. */
type Transition = readonly [place: string, target: string];

/**
 * Reports every transition that leads out of the program, and every state that no transition leads to. A state machine
 * needs a terminal state; like AWS, a branch and an ItemProcessor do not, and without it no state counts as unreachable.
 * Reads the text, so that a state with another fault does not hide these.
 */
export function checkTransitions(
  reader: ObjectReader,
  states: readonly (readonly [name: string, state: ObjectReader])[],
): void {
  const { findings } = reader;
  const names = Object.keys(reader.members['States'] as object);
  const start = transitionsIn(reader, ['StartAt']);
  const transitions = [...start, ...states.flatMap(([, state]) => transitionsOf(state))];
  for (const [place, target] of transitions) {
    if (names.includes(target)) continue;
    findings.error('MISSING_TRANSITION_TARGET', `Missing 'Next' target: ${target}`, place);
  }
  if (reader.pointer === '' && !states.some(([, state]) => isTerminal(state))) {
    findings.error('MISSING_END_STATE', 'Workflow has no terminal state');
    return;
  }
  // Without a start, the first state would count as unreachable.
  if (start.length === 0) return;
  const targets = new Set(transitions.map(([, target]) => target));
  for (const name of names.filter((one) => !targets.has(one))) {
    const place = `${reader.pointer}/States/${escapePointer(name)}`;
    findings.error('MISSING_TRANSITION_TARGET', `State "${name}" is not reachable.`, place);
  }
}

function transitionsOf(state: ObjectReader): readonly Transition[] {
  const inside = ['Choices', 'Catch'].flatMap((field) => {
    const items: unknown = state.members[field];
    if (!Array.isArray(items)) return [];
    return items.flatMap((item: unknown, index) =>
      isObject(item)
        ? transitionsIn({ members: item, pointer: `${state.at(field)}[${index}]` }, ['Next'])
        : [],
    );
  });
  return [...transitionsIn(state, ['Next']), ...inside, ...transitionsIn(state, ['Default'])];
}

function transitionsIn(
  { members, pointer }: Pick<ObjectReader, 'members' | 'pointer'>,
  fields: readonly string[],
): readonly Transition[] {
  return fields.flatMap((field) => {
    const target = members[field];
    // Any other value is reported where the field is read.
    if (typeof target !== 'string' || expressionSource(target) !== undefined) return [];
    return [[`${pointer}/${field}`, target] as const];
  });
}

/** True for a state that goes nowhere. A state that lacks `End` counts too: it is reported for that. */
function isTerminal(state: ObjectReader): boolean {
  const { Type: type } = state.members;
  if (type === 'Succeed' || type === 'Fail') return true;
  return type !== 'Choice' && transitionsIn(state, ['Next']).length === 0;
}
