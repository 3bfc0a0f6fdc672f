import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { findRegionProblem, REGIONS } from './regions.ts';
import { schemaIds, schemas } from './schemas.ts';
import type { Contracts } from './types.ts';

/** A contract that {@link findViolations} can check. */
export type ContractName = keyof typeof schemaIds;

/**
 * One way in which a value breaks its contract.
 *
 * `pointer` is the place, a JSON pointer (RFC 6901) into the value, empty for the value as a whole;
 * `problem` is what is wrong there, in words.
 */
export interface Violation {
  readonly pointer: string;
  readonly problem: string;
}

let ajv: Ajv2020 | undefined;

/** Compiling a schema costs some milliseconds, so each is compiled when it is first asked for. */
function validatorFor(id: string): ValidateFunction {
  if (ajv === undefined) {
    // Required keys of a union are named in its branches, which strictRequired does not see.
    ajv = new Ajv2020({
      allErrors: true,
      verbose: true,
      strict: true,
      strictRequired: false,
      allowUnionTypes: true,
    });
    formats.default(ajv, ['date-time', 'date', 'uri']);
    ajv.addSchema(schemas);
  }
  const validator = ajv.getSchema(id);
  if (validator === undefined) throw new Error(`No schema has the address ${id}`);
  return validator;
}

/**
 * Checks a value against a contract (JSON Schema 2020-12).
 *
 * @returns every violation, in the order of their places; an empty list means that `value` is a `Contracts[Name]`
 */
export function findViolations(contract: ContractName, value: unknown): Violation[] {
  const validator = validatorFor(schemaIds[contract]);
  return validator(value) ? [] : describeViolations(validator.errors ?? [], value);
}

/** Whether a value keeps a contract. */
export function conformsTo<Name extends ContractName>(
  contract: Name,
  value: unknown,
): value is Contracts[Name] {
  return findViolations(contract, value).length === 0;
}

/** Ajv's errors over a value as violations: one a place and problem, each with the key or the values that it is about. */
export function describeViolations(errors: readonly ErrorObject[], value: unknown): Violation[] {
  const seen = new Map<string, Violation>();
  for (const error of errors) {
    const violation = { pointer: error.instancePath, problem: problemOf(error, value) };
    seen.set(JSON.stringify(violation), violation);
  }
  return [...seen.values()];
}

function problemOf({ instancePath, keyword, message, params, schema }: ErrorObject, value: unknown): string {
  const facts = params as Record<string, unknown>;
  switch (keyword) {
    case 'additionalProperties':
      return `has the unknown key ${JSON.stringify(facts['additionalProperty'])}`;
    case 'enum':
      return problemOfChoice(facts['allowedValues'] as readonly unknown[], valueAt(value, instancePath));
    case 'const':
      return `must be ${JSON.stringify(facts['allowedValue'])}`;
    case 'not':
      return `has keys that exclude each other: give one of ${(schema as { required: string[] }).required.join(', ')}`;
    default:
      return message ?? `breaks the rule ${keyword}`;
  }
}

/** Of hundreds of countries nobody wants to read the list. */
function problemOfChoice(allowed: readonly unknown[], found: unknown): string {
  const isRegion = allowed.length === REGIONS.size && allowed.every((code) => REGIONS.has(String(code)));
  const problem = isRegion ? findRegionProblem(found) : undefined;
  return problem ?? `must be one of ${allowed.map((one) => JSON.stringify(one)).join(', ')}`;
}

/** What a JSON pointer (RFC 6901) points to, which is there. */
function valueAt(value: unknown, pointer: string): unknown {
  const keys = pointer.split('/').slice(1);
  return keys.reduce<unknown>(
    (parent, key) => (parent as Record<string, unknown>)[key.replaceAll('~1', '/').replaceAll('~0', '~')],
    value,
  );
}

/** Violations in one line, for an error message: `/feed must be string; ...`. */
export function formatViolations(violations: readonly Violation[]): string {
  return violations
    .map(({ pointer, problem }) => `${pointer === '' ? '(root)' : pointer} ${problem}`)
    .join('; ');
}
