import { isObject } from '../json.ts';
import { escapePointer } from '../jsonata/compile-template.ts';
import type { Template } from '../jsonata/template.ts';
import type { Program, State } from './model.ts';
import type { Findings, VariableReference } from './reader.ts';
import { referencesByState } from './references.ts';

type Names = ReadonlySet<string>;

/** Warns of variables that are read where not every way from the start has assigned them. */
export function warnOfUndefined(program: Program, findings: Findings): void {
  const none: Names = new Set();
  new Analysis(findings).program(program, '', none, none);
}

class Analysis {
  readonly #findings: Findings;
  readonly #references: ReadonlyMap<string, readonly VariableReference[]>;

  constructor(findings: Findings) {
    this.#findings = findings;
    this.#references = referencesByState(findings.references);
  }

  /** `assigned` are the variables that have a value at the start; `outer` are all that are visible from outside. */
  program(program: Program, pointer: string, assigned: Names, outer: Names): void {
    const visible = new Set([...outer, ...[...program.states.values()].flatMap(allAssigned)]);
    for (const [name, before] of assignedBefore(program, assigned)) {
      const state = program.states.get(name);
      if (state === undefined) continue;
      const place = `${pointer}/States/${escapePointer(name)}`;
      this.#check(place, before, visible);
      this.#inside(state, place, before, visible);
    }
  }

  #inside(state: State, place: string, before: Names, visible: Names): void {
    if (state.type === 'Parallel') {
      state.branches.forEach((branch, index) =>
        this.program(branch, `${place}/Branches/${index}`, before, visible),
      );
    }
    if (state.type !== 'Map') return;
    for (const field of ['ItemProcessor', 'Iterator']) {
      // A child of a Distributed Map sees nothing of what is around it.
      if (state.distributed === undefined)
        this.program(state.processor, `${place}/${field}`, before, visible);
      else this.program(state.processor, `${place}/${field}`, new Set(), new Set());
    }
  }

  #check(place: string, before: Names, visible: Names): void {
    for (const { pointer, variables } of this.#references.get(place) ?? []) {
      for (const name of variables) {
        if (before.has(name) || !visible.has(name)) continue;
        const message = `The variable '${name}' may be undefined: not every way to this state assigns it`;
        this.#findings.warning('POSSIBLY_UNDEFINED_VARIABLE', message, pointer);
      }
    }
  }
}

/** The variables that have a value whichever way a state is reached, by state. */
function assignedBefore({ startAt, states }: Program, assigned: Names): ReadonlyMap<string, Names> {
  const before = new Map<string, Names>([[startAt, assigned]]);
  const changed = new Set([startAt]);
  for (const name of changed) {
    changed.delete(name);
    const state = states.get(name);
    const here = before.get(name);
    if (state === undefined || here === undefined) continue;
    for (const [next, assigns] of waysOut(state)) {
      const known = before.get(next);
      const after = [...here, ...assigns].filter((variable) => known?.has(variable) ?? true);
      const merged = new Set(after);
      if (known?.size === merged.size) continue;
      before.set(next, merged);
      changed.add(next);
    }
  }
  return before;
}

/** Each following state with what is assigned on the way to it. */
function waysOut(state: State): readonly (readonly [next: string, assigned: readonly string[]])[] {
  if (state.type === 'Succeed' || state.type === 'Fail') return [];
  const own = namesIn(state.assign);
  if (state.type === 'Choice') {
    return [
      ...state.choices.map(({ next, assign }) => [next, namesIn(assign)] as const),
      ...(state.default === undefined ? [] : [[state.default, own] as const]),
    ];
  }
  const caught = 'catch' in state ? state.catch : [];
  return [
    ...(state.next === undefined ? [] : [[state.next, own] as const]),
    ...caught.map(({ next, assign }) => [next, namesIn(assign)] as const),
  ];
}

/** All that a state assigns on any way out, also where the program ends. */
function allAssigned(state: State): readonly string[] {
  const own = 'assign' in state ? namesIn(state.assign) : [];
  return [...own, ...waysOut(state).flatMap(([, assigned]) => assigned)];
}

function namesIn(assign: Template | undefined): readonly string[] {
  if (assign?.kind === 'object') return assign.members.map(([name]) => name);
  return assign?.kind === 'constant' && isObject(assign.value) ? Object.keys(assign.value) : [];
}
