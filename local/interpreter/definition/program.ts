import type { LoadContext, Loading } from './loading.ts';
import type { Program, State } from './model.ts';
import type { ObjectReader } from './reader.ts';
import { checkTransitions } from './transitions.ts';
import { readState } from './states.ts';
import { namesAssignedBy } from './variables.ts';

/** Reads the programs of one definition. State names and labels are unique in all of them together. */
export class ProgramLoader implements Loading {
  readonly context: LoadContext;
  readonly queryLanguage: string;
  readonly labels = new Set<string>();
  readonly #names = new Set<string>();

  constructor(context: LoadContext, queryLanguage: string) {
    this.context = context;
    this.queryLanguage = queryLanguage;
  }

  program(reader: ObjectReader, outer: readonly string[]): Program | undefined {
    reader.require('StartAt');
    reader.require('States');
    const startAt = reader.string('StartAt');
    const states = new Map<string, State>();
    const entries = reader.entries('States');
    if (reader.has('States') && entries.length === 0)
      reader.fail('There must be at least one state', 'States');
    const own = namesAssignedBy(entries.map(([, stateReader]) => stateReader));
    const scope = { outer, inner: [...outer, ...own] };
    for (const [name, stateReader] of entries) {
      this.#checkName(name, stateReader);
      const state = readState(name, stateReader, this, scope);
      if (state !== undefined) states.set(name, state);
    }
    if (startAt === undefined) return undefined;
    const program = { startAt, states };
    if (states.size === entries.length) checkTransitions(program, reader);
    return program;
  }

  #checkName(name: string, reader: ObjectReader): void {
    const limit = this.context.quotas.nameLength;
    if (name.length === 0 || name.length > limit) {
      reader.fail(`State name must have 1 to ${limit} characters`);
    }
    if (this.#names.has(name)) {
      reader.fail(`The state name '${name}' occurs more than once`, undefined, 'DUPLICATE_STATE_NAME');
    }
    this.#names.add(name);
  }
}
