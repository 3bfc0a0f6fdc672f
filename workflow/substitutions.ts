import type { RetryPolicy } from './retry-policy.ts';
import definition from './title-ingestion.asl.json' with { type: 'json' };

/**
 * The values for the `${...}` placeholders of a definition (the syntax of CloudFormation's DefinitionSubstitutions).
 */
export interface SharedSubstitutions {
  /** The partition of all ARNs: `aws` except in China and the GovCloud Regions. */
  readonly Partition: string;
  /** The functions of the tasks: see `functionArns`. */
  readonly [arn: `${string}FunctionArn`]: string;
}

/** The values for the definition of title-ingestion. */
export interface Substitutions extends SharedSubstitutions {
  /** The name of the DynamoDB table that the runs share. */
  readonly ProgressTable: string;
  /** The number of batches of ten titles at once. */
  readonly BatchesAtOnce: string;
}

const PLACEHOLDER = /\$\{(\w+)\}/g;

/** A placeholder has no value, or a value has no placeholder. */
export class SubstitutionError extends Error {
  override readonly name = 'SubstitutionError';

  constructor(
    readonly missing: readonly string[],
    readonly unused: readonly string[],
    /** The state machine of the definition. */
    readonly stateMachine = 'title-ingestion',
  ) {
    const list = (label: string, names: readonly string[]) =>
      names.length === 0 ? [] : [`${label} ${names.join(', ')}`];
    const faults = [...list('no value for', missing), ...list('no placeholder for', unused)];
    super(`The definition of ${stateMachine} has ${faults.join('; and ')}`);
  }
}

/** The definition of title-ingestion as text, with its placeholders. */
export const definitionText = JSON.stringify(definition, null, 2);

/**
 * Replaces the placeholders of numbers, `"${Name}"`, including the quotes. CloudFormation cannot do so, because it replaces
 * text only.
 */
export function withRetryPolicy(retryPolicy: RetryPolicy): string {
  const byName: Readonly<Record<string, number>> = { ...retryPolicy };
  return definitionText.replaceAll(/"\$\{(\w+)\}"/g, (text, name: string) => String(byName[name] ?? text));
}

/** Returns the distinct placeholders of a definition, sorted. */
export function placeholdersOf(text: string): string[] {
  return [...new Set([...text.matchAll(PLACEHOLDER)].map(([, name = '']) => name))].sort();
}

/**
 * Compares the values with the placeholders.
 *
 * @throws SubstitutionError if a value is missing or unused
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
 * Replaces all placeholders of a definition, as CloudFormation does.
 *
 * @throws SubstitutionError if a value is missing or unused
 */
export function fillPlaceholders(
  text: string,
  values: Readonly<Record<string, string>>,
  stateMachine?: string,
): string {
  checkSubstitutions(text, values, stateMachine);
  // The replacement is inside a JSON string, so it needs escaping.
  return text.replaceAll(PLACEHOLDER, (_, name: string) => JSON.stringify(values[name]).slice(1, -1));
}

/**
 * Replaces all placeholders of the definition of title-ingestion.
 *
 * @throws SubstitutionError if a value is missing or unused
 */
export function renderDefinition(values: Substitutions, retryPolicy: RetryPolicy): string {
  return fillPlaceholders(withRetryPolicy(retryPolicy), { ...values });
}
