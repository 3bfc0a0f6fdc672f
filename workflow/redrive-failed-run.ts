import type { Workflow } from './definition.ts';
import definition from './redrive-failed-run.asl.json' with { type: 'json' };
import { fillPlaceholders } from './substitutions.ts';

/** What the definition of redrive-failed-run leaves open, by the names of its `${...}` placeholders. */
export interface RedriverSubstitutions {
  /** The partition of every ARN: `aws` but in China and in the US government's Regions. */
  readonly Partition: string;
  readonly JudgeFailedRunFunctionArn: string;
}

/** The definition as an object, placeholders included. */
export const redriver: Workflow = definition;

/** The same as text. */
export const redriverText = JSON.stringify(definition, null, 2);

/**
 * The definition with every placeholder replaced, as CloudFormation does it at deployment.
 *
 * @throws SubstitutionError when a value is missing or unused
 */
export function renderRedriver(values: RedriverSubstitutions): string {
  return fillPlaceholders(redriverText, { ...values }, 'redrive-failed-run');
}
