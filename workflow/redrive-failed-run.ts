import { ERROR_ADVICE, type ErrorAdvice } from './error-advice.ts';
import { PLATFORM_ERROR_ADVICE } from './platform-error-advice.ts';
import type { Workflow } from './definition.ts';
import definition from './redrive-failed-run.asl.json' with { type: 'json' };
import { fillPlaceholders, jsonataList } from './substitutions.ts';

/** What the definition of redrive-failed-run leaves open, by the names of its `${...}` placeholders. */
export interface RedriverSubstitutions {
  /** The partition of the ARNs in each `Resource`. */
  readonly Partition: string;
  /** Seconds before the first redrive of a run; each further one is waited for twice as long. */
  readonly RedriveWaitSeconds: string;
  /** All feeds, as a JSONata array. */
  readonly Feeds: string;
  /** The feed of a run whose input names none. */
  readonly DefaultFeed: string;
  /** What stands before the feed in the name of its watermark's parameter, without a slash at the end. */
  readonly WatermarkPath: string;
  /** A JSONata array: see {@link PERMANENT_ERRORS}. */
  readonly PermanentErrors: string;
}

/** How long the first redrive is waited for on AWS: 15 minutes. */
export const REDRIVE_WAIT_SECONDS = 900;

/** The errors that stay until a person has put something right: a run that failed with one of them is left alone. */
export const PERMANENT_ERRORS: readonly string[] = Object.entries<ErrorAdvice>({
  ...ERROR_ADVICE,
  ...PLATFORM_ERROR_ADVICE,
})
  .filter(([, { isPermanent }]) => isPermanent === true)
  .map(([name]) => name);

/** {@link PERMANENT_ERRORS} as the definition takes them. */
export const permanentErrorsExpression = jsonataList(PERMANENT_ERRORS);

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
