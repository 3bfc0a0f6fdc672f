import { escapePointer } from '../jsonata/compile-template.ts';
import type { Program, State } from './model.ts';
import type { ObjectReader } from './reader.ts';

/** Checks that every transition leads to a state of the same program, and that every state can be reached. */
export function checkTransitions(program: Program, reader: ObjectReader): void {
  const { startAt, states } = program;
  if (!states.has(startAt)) {
    missing(reader, 'StartAt', startAt);
    return;
  }
  const reached = new Set([startAt]);
  for (const name of reached) {
    const state = states.get(name);
    if (state === undefined) continue;
    for (const [place, target] of targetsOf(state)) {
      if (states.has(target)) reached.add(target);
      else missing(reader, `States/${escapePointer(name)}/${place}`, target);
    }
  }
  for (const name of states.keys()) {
    if (reached.has(name)) continue;
    const pointer = `${reader.pointer}/States/${escapePointer(name)}`;
    reader.findings.error('MISSING_TRANSITION_TARGET', `State "${name}" is not reachable.`, pointer);
  }
  if (![...reached].some((name) => endsProgram(states.get(name)))) {
    reader.fail('There is no terminal state.', 'States', 'MISSING_TRANSITION_TARGET');
  }
}

function missing(reader: ObjectReader, place: string, target: string): void {
  const pointer = `${reader.pointer}/${place}`;
  reader.findings.error('MISSING_TRANSITION_TARGET', `Missing 'Next' target: ${target}`, pointer);
}

function endsProgram(state: State | undefined): boolean {
  if (state === undefined) return false;
  if (state.type === 'Succeed' || state.type === 'Fail') return true;
  return state.type !== 'Choice' && state.next === undefined;
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
