import type { RetryPolicy } from './retry-policy.ts';
import definition from './title-ingestion.asl.json' with { type: 'json' };

/**
 * The values for a definition, by the names of its `${...}` placeholders (the syntax of CloudFormation's
 * DefinitionSubstitutions).
 */
export interface SharedSubstitutions {
  /** The partition of every ARN: `aws` but in China and in the US government's Regions. */
  readonly Partition: string;
  /** The functions of tasks: see `functionArns`. */
  readonly [arn: `${string}FunctionArn`]: string;
}

/** The values for the definition of title-ingestion. */
export interface Substitutions extends SharedSubstitutions {
  /** The name of the DynamoDB table that the runs share. */
  readonly ProgressTable: string;
  /** How many batches of ten titles are under way at once. */
  readonly BatchesAtOnce: string;
}

const PLACEHOLDER = /\$\{(\w+)\}/g;

/** A placeholder without a value, or a value without a placeholder: either is a mistake in the deployment. */
export class SubstitutionError extends Error {
  override readonly name = 'SubstitutionError';

  constructor(
    readonly missing: readonly string[],
    readonly unused: readonly string[],
    /** Whose definition it is. */
    readonly stateMachine = 'title-ingestion',
  ) {
    const list = (label: string, names: readonly string[]) =>
      names.length === 0 ? [] : [`${label} ${names.join(', ')}`];
    const faults = [...list('no value for', missing), ...list('no placeholder for', unused)];
    super(`The definition of ${stateMachine} has ${faults.join('; and ')}`);
  }
}

/** The definition as text, all placeholders included. */
export const definitionText = JSON.stringify(definition, null, 2);

/**
 * The definition with its numbers in place. A number stands alone in its text, `"${Name}"`, and loses the quotes with
 * it: JSON has no other way to leave a number open, and CloudFormation replaces texts only.
 */
export function withRetryPolicy(retryPolicy: RetryPolicy): string {
  const byName: Readonly<Record<string, number>> = { ...retryPolicy };
  return definitionText.replaceAll(/"\$\{(\w+)\}"/g, (text, name: string) => String(byName[name] ?? text));
}

/** The placeholders of a definition, each once, sorted. */
export function placeholdersOf(text: string): string[] {
  return [...new Set([...text.matchAll(PLACEHOLDER)].map(([, name = '']) => name))].sort();
}

/**
 * Holds the values against the placeholders.
 *
 * @throws SubstitutionError when one is missing or unused
 */
export function checkSubstitutions(
  text: string,
  values: Readonly<Record<string, string>>,
  stateMachine?: string,
): void {
  const wanted = placeholdersOf(text);
  const missing = wanted.filter((name) => !Object.hasOwn(values, name));
  const unused = Object.keys(values).filter((name) => !wanted.includes(name));
  if (missing.length > 0 || unused.length > 0) throw new SubstitutionError(missing, unused, stateMachine);
}

/**
 * A definition with every placeholder replaced, as CloudFormation does it at deployment.
 *
 * @throws SubstitutionError when a value is missing or unused
 */
export function fillPlaceholders(
  text: string,
  values: Readonly<Record<string, string>>,
  stateMachine?: string,
): string {
  checkSubstitutions(text, values, stateMachine);
  // The replacement lands inside a JSON string, so it is escaped as one.
  return text.replaceAll(PLACEHOLDER, (_, name: string) => JSON.stringify(values[name]).slice(1, -1));
}

/**
 * The definition of title-ingestion with every placeholder replaced.
 *
 * @throws SubstitutionError when a value is missing or unused
 */
export function renderDefinition(values: Substitutions, retryPolicy: RetryPolicy): string {
  return fillPlaceholders(withRetryPolicy(retryPolicy), { ...values });
}
