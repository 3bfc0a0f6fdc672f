import { isObject } from '../json.ts';
import { escapePointer } from '../jsonata/compile-template.ts';
import type { Template } from '../jsonata/template.ts';
import type { Program, State } from './model.ts';
import type { Findings, VariableReference } from './reader.ts';
import { referencesByState } from './references.ts';

type Names = ReadonlySet<string>;

/** Warns of variables that are read where some path from the start has not assigned them, or where none can. */
export function warnOfUndefined(program: Program, findings: Findings): void {
  new Analysis(findings).program(program, '', NONE);
}

const NONE: Names = new Set();

class Analysis {
  readonly #findings: Findings;
  readonly #references: ReadonlyMap<string, readonly VariableReference[]>;

  constructor(findings: Findings) {
    this.#findings = findings;
    this.#references = referencesByState(findings.references);
  }

  /** Checks a program. `assigned` are the variables set at its start. */
  program(program: Program, pointer: string, assigned: Names): void {
    for (const [state, before] of assignedBefore(program, assigned)) {
      const place = `${pointer}/States/${escapePointer(state.name)}`;
      this.#check(place, before);
      this.#inside(state, place, before);
    }
  }

  #inside(state: State, place: string, before: Names): void {
    if (state.type === 'Parallel') {
      state.branches.forEach((branch, index) => this.program(branch, `${place}/Branches[${index}]`, before));
    }
    if (state.type !== 'Map') return;
    for (const field of ['ItemProcessor', 'Iterator']) {
      // A child of a Distributed Map cannot read the variables around the Map.
      this.program(state.processor, `${place}/${field}`, state.distributed === undefined ? before : NONE);
    }
  }

  #check(place: string, before: Names): void {
    for (const { pointer, variables } of this.#references.get(place) ?? []) {
      for (const name of variables.filter((one) => !before.has(one))) {
        const message = `Variable '${name}' is possibly not defined.`;
        this.#findings.warning('POSSIBLY_UNDEFINED_VARIABLE', message, pointer);
      }
    }
  }
}

/** Returns, by state, the variables that every path to the state assigns. */
function assignedBefore({ startAt, states }: Program, assigned: Names): ReadonlyMap<State, Names> {
  const before = new Map<State, Names>();
  const changed = new Map<State, Names>();
  const reach = (name: string, names: readonly string[]): void => {
    const state = states.get(name);
    // The state does not exist or has a fault, which is reported.
    if (state === undefined) return;
    const known = before.get(state);
    const merged = new Set(names.filter((variable) => known?.has(variable) ?? true));
    if (known?.size === merged.size) return;
    before.set(state, merged);
    changed.set(state, merged);
  };
  reach(startAt, [...assigned]);
  for (const [state, here] of changed) {
    changed.delete(state);
    for (const [next, assigns] of waysOut(state)) reach(next, [...here, ...assigns]);
  }
  return before;
}

/** Returns each following state and the variables assigned on the transition to it. */
function waysOut(state: State): readonly (readonly [next: string, assigned: readonly string[]])[] {
  const next = state.type === 'Choice' ? state.default : 'next' in state ? state.next : undefined;
  const others = state.type === 'Choice' ? state.choices : 'catch' in state ? state.catch : [];
  return [
    ...(next === undefined ? [] : [[next, assignedBy(state)] as const]),
    ...others.map((other) => [other.next, assignedBy(other)] as const),
  ];
}

/** Returns the names in the `Assign` of a state, a rule or a catcher. */
function assignedBy({ assign }: { readonly name?: string; readonly assign?: Template }): readonly string[] {
  if (assign?.kind === 'object') return assign.members.map(([name]) => name);
  return assign?.kind === 'constant' && isObject(assign.value) ? Object.keys(assign.value) : [];
}
