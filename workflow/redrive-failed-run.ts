import type { Workflow } from './definition.ts';
import definition from './redrive-failed-run.asl.json' with { type: 'json' };
import { fillPlaceholders, type SharedSubstitutions } from './substitutions.ts';

/** The definition of redrive-failed-run with its placeholders. */
export const redriver: Workflow = definition;

/** The definition as text. */
export const redriverText = JSON.stringify(definition, null, 2);

/**
 * Replaces all placeholders of the definition, as CloudFormation does.
 *
 * @throws SubstitutionError if a value is missing or unused
 */
export function renderRedriver(values: SharedSubstitutions): string {
  return fillPlaceholders(redriverText, { ...values }, 'redrive-failed-run');
}
