/** A JSON object of a definition in the Amazon States Language. */
export type AslObject = Readonly<Record<string, unknown>>;

/** A definition as an object. Step Functions has checked it, so its shape is what the language says. */
export function parseDefinition(text: string): AslObject {
  const value: unknown = JSON.parse(text);
  if (!isAslObject(value)) throw new TypeError('A definition must be a JSON object');
  return value;
}

/** The states of a state machine, or of a part of one, by name. */
export function statesOf(machine: AslObject): (readonly [name: string, state: AslObject])[] {
  const { States: states } = machine;
  if (!isAslObject(states)) return [];
  return Object.entries(states).flatMap(([name, state]) =>
    isAslObject(state) ? [[name, state] as const] : [],
  );
}

/** The state machines inside a state: the ItemProcessor of a Map, the Branches of a Parallel. */
export function innerMachinesOf({ ItemProcessor: processor, Branches: branches }: AslObject): AslObject[] {
  return [processor, ...(Array.isArray(branches) ? (branches as unknown[]) : [])].filter(isAslObject);
}

/** Finds a state at any depth: names are unique in a state machine. */
export function findState(machine: AslObject, stateName: string): AslObject | undefined {
  for (const [name, state] of statesOf(machine)) {
    if (name === stateName) return state;
    for (const inner of innerMachinesOf(state)) {
      const found = findState(inner, stateName);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

/** All states' names, outer ones first. */
export function stateNamesOf(machine: AslObject): string[] {
  return statesOf(machine).flatMap(([name, state]) => [
    name,
    ...innerMachinesOf(state).flatMap(stateNamesOf),
  ]);
}

/** Lists in a definition hold objects only where the language says so. */
export function objectsIn(value: unknown): AslObject[] {
  return Array.isArray(value) ? (value as unknown[]).filter(isAslObject) : [];
}

function isAslObject(value: unknown): value is AslObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
