import { findRegionProblem, REGIONS } from './regions.ts';
import type { Contracts } from './types.ts';
import * as validators from './validators.mjs';
import type { SchemaError, Validator } from './validators.mjs';

/** A contract that {@link findViolations} can check. */
export type ContractName = keyof typeof validators;

/**
 * A place where a value breaks its contract.
 *
 * `pointer` is a JSON pointer (RFC 6901) into the value, empty for the value as a whole. `problem` describes the fault.
 */
export interface Violation {
  readonly pointer: string;
  readonly problem: string;
}

/**
 * Checks a value against a contract (JSON Schema 2020-12).
 *
 * @returns all violations in the order of their places; empty if `value` is a `Contracts[Name]`
 * @example findViolations('ExecutionInput', { feed: 'old_titles' })[0]?.pointer; // '/feed'
 */
export function findViolations(contract: ContractName, value: unknown): Violation[] {
  return violationsOf(validators[contract], value);
}

/**
 * Checks a value with one validator, for programs that bundle no others.
 * @example violationsOf(validators.Listing, payload);
 */
export function violationsOf(validator: Validator, value: unknown): Violation[] {
  return validator(value) ? [] : describeViolations(validator.errors ?? [], value);
}

/**
 * Returns true if a value is valid by a contract.
 * @example if (conformsTo('Listing', payload)) payload.run.feed;
 */
export function conformsTo<Name extends ContractName>(
  contract: Name,
  value: unknown,
): value is Contracts[Name] {
  return findViolations(contract, value).length === 0;
}

/**
 * Converts Ajv's errors to violations, without duplicates. Each names the key or the values in question.
 * @example describeViolations(validator.errors ?? [], payload);
 */
export function describeViolations(errors: readonly SchemaError[], value: unknown): Violation[] {
  const seen = new Map<string, Violation>();
  for (const error of errors) {
    // The broken `then` has an error of its own.
    if (error.keyword === 'if') continue;
    const violation = { pointer: error.instancePath, problem: problemOf(error, value) };
    seen.set(JSON.stringify(violation), violation);
  }
  return [...seen.values()];
}

/** Describes an error in the words of Ajv, which the generated validators leave out, or in better ones. */
function problemOf({ instancePath, keyword, params }: SchemaError, value: unknown): string {
  const facts = params as Readonly<Record<string, unknown>>;
  const limit = String(facts['limit']);
  switch (keyword) {
    case 'type':
      return `must be ${String(facts['type'])}`;
    case 'required':
      return `must have required property '${String(facts['missingProperty'])}'`;
    case 'additionalProperties':
      return `has the unknown key ${JSON.stringify(facts['additionalProperty'])}`;
    case 'enum':
      return problemOfChoice(facts['allowedValues'] as readonly unknown[], valueAt(value, instancePath));
    case 'const':
      return `must be ${JSON.stringify(facts['allowedValue'])}`;
    case 'minimum':
    case 'maximum':
      return `must be ${String(facts['comparison'])} ${limit}`;
    case 'minLength':
      return `must NOT have fewer than ${limit} characters`;
    case 'maxLength':
      return `must NOT have more than ${limit} characters`;
    case 'minItems':
      return `must NOT have fewer than ${limit} items`;
    case 'maxItems':
      return `must NOT have more than ${limit} items`;
    case 'format':
    case 'pattern':
      return `must match ${keyword} "${String(facts[keyword])}"`;
    case 'anyOf':
      return 'must match a schema in anyOf';
    case 'oneOf':
      return 'must match exactly one schema in oneOf';
    case 'uniqueItems': {
      const [first, second] = [Number(facts['i']), Number(facts['j'])].sort((left, right) => left - right);
      return `must NOT have duplicate items (items ## ${first ?? ''} and ${second ?? ''} are identical)`;
    }
    case 'exclusive':
      return `has keys that exclude each other: give one of ${(facts['keys'] as string[]).join(', ')}`;
    default:
      return `breaks the rule ${keyword}`;
  }
}

/** Does not list all countries in a message. */
function problemOfChoice(allowed: readonly unknown[], found: unknown): string {
  const isRegion = allowed.length === REGIONS.size && allowed.every((code) => REGIONS.has(String(code)));
  const problem = isRegion ? findRegionProblem(found) : undefined;
  return problem ?? `must be one of ${allowed.map((one) => JSON.stringify(one)).join(', ')}`;
}

/** Resolves a JSON pointer (RFC 6901) whose target exists. */
function valueAt(value: unknown, pointer: string): unknown {
  const keys = pointer.split('/').slice(1);
  return keys.reduce<unknown>(
    (parent, key) => (parent as Record<string, unknown>)[key.replaceAll('~1', '/').replaceAll('~0', '~')],
    value,
  );
}

/** The maximum number of violations in a message. */
const MAX_LISTED = 20;

/** The maximum number of further violations that a message counts. */
const MAX_COUNTED = 100;

/**
 * Formats violations as one line for an error message.
 * @example formatViolations([{ pointer: '/feed', problem: 'must be string' }]); // '/feed must be string'
 */
export function formatViolations(violations: readonly Violation[]): string {
  const listed = violations
    .slice(0, MAX_LISTED)
    .map(({ pointer, problem }) => `${pointer === '' ? '(root)' : pointer} ${problem}`)
    .join('; ');
  const more = violations.length - MAX_LISTED;
  if (more <= 0) return listed;
  return `${listed}; and ${more > MAX_COUNTED ? `over ${MAX_COUNTED}` : more} more`;
}
