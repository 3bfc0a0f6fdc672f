import type { Diagnostic } from './diagnostic.ts';
import { loadDefinition, readObject } from './load.ts';
import type { Program, State } from './model.ts';
import type { LoadContext } from './loading.ts';
import { ProgramLoader } from './program.ts';
import { Findings, ObjectReader } from './reader.ts';
import { readState } from './states.ts';

/** A state that can run alone, or the errors in it. Without diagnostics, no state has the name. */
export type SingleState =
  | { readonly state: State; readonly program: Program; readonly diagnostics: readonly Diagnostic[] }
  | { readonly state: undefined; readonly diagnostics: readonly Diagnostic[] };

/** The name of a state that is loaded without a name. */
export const UNNAMED = 'StateName';

/**
 * Loads the ASL text of one state, without checking its transitions. With `stateName`, loads that state, at any
 * depth, from the text of a state machine.
 */
export function loadSingleState(
  text: string,
  stateName: string | undefined,
  context: LoadContext,
): SingleState {
  if (stateName !== undefined) return loadNamedState(text, stateName, context);
  const findings = new Findings();
  const { diagnostics } = findings;
  const reader = readObject(text, context, findings);
  const state = reader && readAlone(reader, context);
  if (state === undefined || diagnostics.length > 0) return { state: undefined, diagnostics };
  return { state, program: { startAt: UNNAMED, states: new Map([[UNNAMED, state]]) }, diagnostics };
}

/** Reads a state alone. Its query language is the default of the states inside of it. */
function readAlone({ members, findings }: ObjectReader, context: LoadContext): State | undefined {
  const { QueryLanguage: language } = members;
  const reader = new ObjectReader(members, `/States/${UNNAMED}`, findings);
  const loader = new ProgramLoader(context, typeof language === 'string' ? language : 'JSONPath');
  return readState(UNNAMED, reader, loader, { outer: [], inner: [] });
}

function loadNamedState(text: string, stateName: string, context: LoadContext): SingleState {
  const { definition, diagnostics } = loadDefinition(text, context);
  if (definition === undefined) return { state: undefined, diagnostics };
  const found = find(definition.program, stateName);
  return found === undefined ? { state: undefined, diagnostics: [] } : { ...found, diagnostics };
}

function find(
  program: Program,
  name: string,
): { readonly state: State; readonly program: Program } | undefined {
  const state = program.states.get(name);
  if (state !== undefined) return { state, program };
  for (const inner of [...program.states.values()].flatMap(programsIn)) {
    const found = find(inner, name);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Returns the programs directly inside a state. */
export function programsIn(state: State): readonly Program[] {
  if (state.type === 'Parallel') return state.branches;
  return state.type === 'Map' ? [state.processor] : [];
}
