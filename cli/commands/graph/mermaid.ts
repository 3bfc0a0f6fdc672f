import {
  type AslObject,
  innerMachinesOf,
  objectsIn,
  parseDefinition,
  statesOf,
} from '../../../workflow/definition.ts';

/** The outcome of a state, for its colour. A state without a mark was not reached. */
export type Mark = 'succeeded' | 'caught' | 'failed' | 'aborted' | 'running';

/** The mark of a state, with a note. */
export interface StateMark {
  readonly mark: Mark;
  /** A second line for the box. */
  readonly note?: string;
}

/** Colours that differ in brightness, too, for readers who cannot distinguish red and green. */
const CLASSES: Readonly<Record<Mark, string>> = {
  succeeded: 'fill:#d7f5dd,stroke:#2e7d32,color:#111',
  caught: 'fill:#fff3c4,stroke:#b58900,color:#111',
  failed: 'fill:#b71c1c,stroke:#7f0000,color:#fff',
  aborted: 'fill:#e0e0e0,stroke:#757575,color:#111',
  running: 'fill:#cfe8fc,stroke:#1565c0,color:#111',
};

/**
 * Converts a state machine to a Mermaid flowchart: a box for a state, a diamond for a Choice, a frame around the states
 * of a Map or Parallel, dotted arrows for a Catch.
 *
 * @param marks marks by state name; without them the chart has no colours
 * @see {@link https://mermaid.js.org/syntax/flowchart.html}
 */
export function toMermaid(definition: string, marks: ReadonlyMap<string, StateMark> = new Map()): string {
  const lines = ['flowchart TD', ...machineLines(parseDefinition(definition), new Ids(), marks, '  ')];
  const used = new Set([...marks.values()].map(({ mark }) => mark));
  for (const mark of used) lines.push(`  classDef ${mark} ${CLASSES[mark]}`);
  return lines.join('\n');
}

/** Mermaid identifiers. State names contain spaces and question marks, so states are numbered. */
class Ids {
  readonly #ids = new Map<string, string>();
  #machines = 0;

  of(name: string): string {
    const id = this.#ids.get(name) ?? `s${this.#ids.size + 1}`;
    this.#ids.set(name, id);
    return id;
  }

  nextMachine(): string {
    this.#machines += 1;
    return `m${this.#machines}`;
  }
}

function machineLines(
  machine: AslObject,
  ids: Ids,
  marks: ReadonlyMap<string, StateMark>,
  indent: string,
): string[] {
  const id = ids.nextMachine();
  const start = `${id}_start`;
  const end = `${id}_end`;
  const states = statesOf(machine);
  const first = typeof machine['StartAt'] === 'string' ? [`${start} --> ${ids.of(machine['StartAt'])}`] : [];
  const body = [
    `${start}(( ))`,
    `${end}((( )))`,
    ...states.flatMap(([name, state]) => stateLines(name, state, ids, marks)),
    ...first,
    ...states.flatMap(([name, state]) => edgeLines(ids.of(name), state, ids, end)),
  ];
  return body.map((line) => `${indent}${line}`);
}

function stateLines(
  name: string,
  state: AslObject,
  ids: Ids,
  marks: ReadonlyMap<string, StateMark>,
): string[] {
  const id = ids.of(name);
  const { mark, note } = marks.get(name) ?? {};
  const label = quoted(note === undefined ? name : `${name}<br/>${note}`);
  const colour = mark === undefined ? [] : [`class ${id} ${mark}`];
  const inner = innerMachinesOf(state);
  if (inner.length > 0) {
    return [
      `subgraph ${id} [${label}]`,
      ...inner.flatMap((machine) => machineLines(machine, ids, marks, '  ')),
      'end',
      ...colour,
    ];
  }
  return [state['Type'] === 'Choice' ? `${id}{${label}}` : `${id}[${label}]`, ...colour];
}

function edgeLines(id: string, state: AslObject, ids: Ids, end: string): string[] {
  const to = (next: unknown) => (typeof next === 'string' ? ids.of(next) : end);
  const choices = objectsIn(state['Choices']).map(
    ({ Condition, Next }) => `${id} -- ${quoted(conditionOf(Condition))} --> ${to(Next)}`,
  );
  const otherwise = 'Default' in state ? [`${id} -- otherwise --> ${to(state['Default'])}`] : [];
  const catches = objectsIn(state['Catch']).map(
    ({ ErrorEquals, Next }) => `${id} -. ${quoted(namesIn(ErrorEquals))} .-> ${to(Next)}`,
  );
  const isEnd = state['End'] === true || state['Type'] === 'Succeed' || state['Type'] === 'Fail';
  const next = 'Next' in state ? [`${id} --> ${to(state['Next'])}`] : isEnd ? [`${id} --> ${end}`] : [];
  return [...next, ...choices, ...otherwise, ...catches];
}

/** Removes the JSONata delimiters. */
function conditionOf(condition: unknown): string {
  return String(condition)
    .replace(/^\{%\s*/, '')
    .replace(/\s*%\}$/, '');
}

function namesIn(names: unknown): string {
  return Array.isArray(names) ? names.join('<br/>') : '';
}

/** Quotes a label. */
function quoted(text: string): string {
  return `"${text.replaceAll('"', '#quot;')}"`;
}
