import type { Program } from './definition/model.ts';
import { programsIn } from './definition/single-state.ts';

/** Returns the ASL text of the ItemProcessor of the Distributed Map with this label, at any depth. */
export function childDefinition(program: Program, label: string): string {
  const text = find(program, label);
  if (text === undefined) throw new Error(`The definition has no Distributed Map with the label '${label}'`);
  return text;
}

function find({ states }: Program, label: string): string | undefined {
  for (const state of states.values()) {
    if (state.type === 'Map' && state.distributed?.label === label) return state.distributed.processorText;
    for (const program of programsIn(state)) {
      const text = find(program, label);
      if (text !== undefined) return text;
    }
  }
  return undefined;
}
