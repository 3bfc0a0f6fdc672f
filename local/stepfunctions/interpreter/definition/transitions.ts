import { escapePointer } from '../jsonata/compile-template.ts';
import type { Program, State } from './model.ts';
import type { ObjectReader } from './reader.ts';

/** Checks that every transition leads to a state of the same program, and that every state can be reached. */
export function checkTransitions({ startAt, states }: Program, reader: ObjectReader): void {
  const reached = new Set<State>();
  const reach = (place: string, target: string): void => {
    const state = states.get(target);
    if (state === undefined) missing(reader, place, target);
    else reached.add(state);
  };
  reach('StartAt', startAt);
  if (reached.size === 0) return;
  for (const state of reached) {
    for (const [place, target] of targetsOf(state)) {
      reach(`States/${escapePointer(state.name)}/${place}`, target);
    }
  }
  for (const state of states.values()) {
    if (reached.has(state)) continue;
    const pointer = `${reader.pointer}/States/${escapePointer(state.name)}`;
    reader.findings.error('MISSING_TRANSITION_TARGET', `State "${state.name}" is not reachable.`, pointer);
  }
  // A loop without an end is refused in the state machine itself, but not in a branch or an ItemProcessor.
  if (reader.pointer === '' && ![...reached].some(endsProgram)) {
    reader.fail('There is no terminal state.', 'States', 'MISSING_TRANSITION_TARGET');
  }
}

function missing(reader: ObjectReader, place: string, target: string): void {
  const pointer = `${reader.pointer}/${place}`;
  reader.findings.error('MISSING_TRANSITION_TARGET', `Missing 'Next' target: ${target}`, pointer);
}

function endsProgram(state: State): boolean {
  return state.type !== 'Choice' && !('next' in state);
}

function targetsOf(state: State): readonly (readonly [place: string, target: string])[] {
  switch (state.type) {
    case 'Succeed':
    case 'Fail':
      return [];
    case 'Choice':
      return [
        ...state.choices.map(({ next }, index) => [`Choices/${index}/Next`, next] as const),
        ...(state.default === undefined ? [] : [['Default', state.default] as const]),
      ];
    case 'Pass':
    case 'Wait':
      return nextOf(state.next);
    case 'Task':
    case 'Parallel':
    case 'Map':
      return [
        ...nextOf(state.next),
        ...state.catch.map(({ next }, index) => [`Catch/${index}/Next`, next] as const),
      ];
  }
}

function nextOf(next: string | undefined): readonly (readonly [string, string])[] {
  return next === undefined ? [] : [['Next', next]];
}
