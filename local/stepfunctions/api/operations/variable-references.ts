import type { Engine } from '../../interpreter/engine-api.ts';
import type { Wire } from '../wire.ts';

/** Returns the variables that each state of a definition reads; undefined if none does. AWS omits the member then. */
export function variableReferences(
  engine: Pick<Engine, 'variableReferences'>,
  definition: string,
): Wire | undefined {
  const references = engine.variableReferences(definition);
  return Object.keys(references).length === 0 ? undefined : references;
}
