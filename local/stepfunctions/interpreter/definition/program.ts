import type { LoadContext, Loading } from './loading.ts';
import type { Program, State } from './model.ts';
import type { ObjectReader } from './reader.ts';
import { checkTransitions } from './transitions.ts';
import { readState } from './states.ts';
import { scopesOf } from './variables.ts';

/** Reads the programs of one definition. State names and labels are unique across all of them. */
export class ProgramLoader implements Loading {
  readonly context: LoadContext;
  readonly queryLanguage: string;
  readonly labels = new Set<string>();
  readonly #names = new Set<string>();

  constructor(context: LoadContext, queryLanguage: string) {
    this.context = context;
    this.queryLanguage = queryLanguage;
  }

  program(reader: ObjectReader, outer: readonly string[] = []): Program | undefined {
    reader.require('States', 'StartAt');
    const startAt = reader.string('StartAt');
    const entries = reader.entries('States');
    if (entries === undefined) return undefined;
    if (entries.length === 0) {
      reader.fail('There must be at least one state', 'States');
      return undefined;
    }
    const scopeOf = scopesOf(
      entries.map(([, stateReader]) => stateReader),
      outer,
    );
    const states = new Map<string, State>();
    for (const [name, stateReader] of entries) {
      this.#checkName(name, stateReader);
      const state = readState(name, stateReader, this, scopeOf(stateReader));
      if (state !== undefined) states.set(name, state);
    }
    checkTransitions(reader, entries);
    return startAt === undefined ? undefined : { startAt, states };
  }

  #checkName(name: string, reader: ObjectReader): void {
    const limit = this.context.quotas.nameLength;
    if (name.length === 0 || name.length > limit) {
      reader.fail(`State name must have 1 to ${limit} characters`, undefined, 'INVALID_STATE_NAME');
    }
    if (this.#names.has(name)) {
      reader.fail(`Duplicate State name: ${name}`, undefined, 'DUPLICATE_STATE_NAME');
    }
    this.#names.add(name);
  }
}
