import type { Diagnostic } from './diagnostic.ts';
import { loadDefinition, readObject } from './load.ts';
import type { Program, State } from './model.ts';
import type { LoadContext } from './loading.ts';
import { ProgramLoader } from './program.ts';
import { ownerOf } from './references.ts';
import { Findings, ObjectReader } from './reader.ts';
import { readState } from './states.ts';

/** A state that can run alone, or the errors in its text. Without errors and refusals, no state has the name. */
export type SingleState = {
  /** Errors. */
  readonly diagnostics: readonly Diagnostic[];
  /** What this runtime lacks to run the state. A mocked state does not need it. */
  readonly refusals: readonly Diagnostic[];
} & ({ readonly state: State; readonly program: Program } | { readonly state: undefined });

/** The name of a state that is loaded without a name. */
export const UNNAMED = 'StateName';

/**
 * Loads the ASL text of one state, without checking its transitions. With `stateName`, loads that state, at any
 * depth, from the text of a state machine. What this runtime lacks for other states does not matter.
 */
export function loadSingleState(
  text: string,
  stateName: string | undefined,
  context: LoadContext,
): SingleState {
  if (stateName !== undefined) return loadNamedState(text, stateName, context);
  const findings = new Findings(true);
  const { diagnostics, refusals } = findings;
  const reader = readObject(text, context, findings);
  const state = reader && readAlone(reader, context);
  const own = refusalsOf(UNNAMED, refusals);
  if (state === undefined || diagnostics.length > 0) return { state: undefined, diagnostics, refusals: own };
  const program = { startAt: UNNAMED, states: new Map([[UNNAMED, state]]) };
  return { state, program, diagnostics, refusals: own };
}

/** Reads a state alone. Its query language is the default of the states inside of it. */
function readAlone({ members, findings }: ObjectReader, context: LoadContext): State | undefined {
  const { QueryLanguage: language } = members;
  const reader = new ObjectReader(members, `/States/${UNNAMED}`, findings);
  const loader = new ProgramLoader(context, typeof language === 'string' ? language : 'JSONPath');
  return readState(UNNAMED, reader, loader, { outer: [], inner: [] });
}

function loadNamedState(text: string, stateName: string, context: LoadContext): SingleState {
  const findings = new Findings(true);
  const { definition, diagnostics } = loadDefinition(text, context, findings);
  const refusals = refusalsOf(stateName, findings.refusals);
  if (definition === undefined) return { state: undefined, diagnostics, refusals };
  // What is left are warnings.
  const found = find(definition.program, stateName) ?? { state: undefined };
  return { ...found, diagnostics: [], refusals };
}

/** Returns the refusals of a state itself. Those of other states do not matter to it. */
function refusalsOf(name: string, refusals: readonly Diagnostic[]): readonly Diagnostic[] {
  return refusals.filter(({ location: pointer = '' }) => ownerOf({ pointer }).name === name);
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
