import { isObject, parseJson } from '../json.ts';
import type { Diagnostic } from './diagnostic.ts';
import { loadDefinition } from './load.ts';
import type { Program, State } from './model.ts';
import type { LoadContext } from './loading.ts';
import { ProgramLoader } from './program.ts';
import { Findings, ObjectReader } from './reader.ts';
import { readState } from './states.ts';

/** A state that can be run alone, or what is wrong with it; nothing is where no state has the name. */
export type SingleState =
  | { readonly state: State; readonly program: Program; readonly diagnostics: readonly Diagnostic[] }
  | { readonly state: undefined; readonly diagnostics: readonly Diagnostic[] };

/** What a state is called whose text does not say. */
export const UNNAMED = 'StateName';

/**
 * Loads the ASL text of one state, whose transitions may lead anywhere; or, with `stateName`, the state of that
 * name, however deep, from the text of a whole state machine.
 */
export function loadSingleState(
  text: string,
  stateName: string | undefined,
  context: LoadContext,
): SingleState {
  if (stateName !== undefined) return loadNamedState(text, stateName, context);
  const findings = new Findings();
  const value = parse(text, findings);
  const reader = new ObjectReader(isObject(value) ? value : {}, '', findings);
  if (value !== undefined && !isObject(value)) {
    findings.error('SCHEMA_VALIDATION_FAILED', 'Expected value of type Object', '');
  }
  const scope = { outer: [], inner: [] };
  // Alone, the state speaks for the whole: the states inside of it are of its dialect.
  const language = isObject(value) ? value['QueryLanguage'] : undefined;
  const loader = new ProgramLoader(context, typeof language === 'string' ? language : 'JSONPath');
  const state = readState(UNNAMED, reader, loader, scope);
  const { diagnostics } = findings;
  if (diagnostics.length > 0 || state === undefined) return { state: undefined, diagnostics };
  return { state, program: { startAt: UNNAMED, states: new Map([[UNNAMED, state]]) }, diagnostics };
}

function parse(text: string, findings: Findings): unknown {
  try {
    return parseJson(text);
  } catch (cause) {
    findings.error('INVALID_JSON_DESCRIPTION', `The definition is not JSON: ${String(cause)}`, '');
    return undefined;
  }
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

/** The programs directly inside a state. */
export function programsIn(state: State): readonly Program[] {
  if (state.type === 'Parallel') return state.branches;
  return state.type === 'Map' ? [state.processor] : [];
}
