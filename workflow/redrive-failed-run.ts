import type { Workflow } from './definition.ts';
import definition from './redrive-failed-run.asl.json' with { type: 'json' };
import { fillPlaceholders, type SharedSubstitutions } from './substitutions.ts';

/** The definition as an object, placeholders included. */
export const redriver: Workflow = definition;

/** The same as text. */
export const redriverText = JSON.stringify(definition, null, 2);

/**
 * The definition with every placeholder replaced, as CloudFormation does it at deployment.
 *
 * @throws SubstitutionError when a value is missing or unused
 */
export function renderRedriver(values: SharedSubstitutions): string {
  return fillPlaceholders(redriverText, { ...values }, 'redrive-failed-run');
}
