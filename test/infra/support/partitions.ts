import { allStates, type Workflow } from '../../../workflow/definition.ts';

/** The partitions of AWS: commercial Regions, China, and GovCloud. */
export const PARTITIONS = ['aws', 'aws-cn', 'aws-us-gov'];

/** The `Resource` of each Task state of a definition, at any depth. */
export function resourcesIn(definition: unknown): string[] {
  const found = allStates(definition as Workflow).flatMap(([, { Resource }]) => Resource ?? []);
  if (found.length === 0) throw new Error('The definition has no Task state');
  return found;
}
