/**
 * Readers of request members, as the service model describes them. A wrong JSON type throws a SerializationException at
 * once. Broken constraints are collected and reported together, with AWS's messages.
 *
 * @see {@link https://docs.aws.amazon.com/step-functions/latest/apireference/API_Operations.html}
 */
import { isObject } from '../../interpreter/json.ts';
import { ApiError, validationException } from '../protocol/api-error.ts';

/** The broken constraints of a request, one message each. */
export type Faults = string[];

/** A reader of one member. `undefined` and `null` mean that the member is absent. */
export interface Shape<T> {
  read(value: unknown, path: string, faults: Faults): T;
}

type Members = Readonly<Record<string, Shape<unknown>>>;

/** The type of a structure's value. */
export type Read<M extends Members> = { readonly [K in keyof M]: M[K] extends Shape<infer T> ? T : never };

export interface StringRules {
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: RegExp;
  /** True to omit the value from messages, as AWS does with execution data and definitions. */
  readonly sensitive?: boolean;
}

export function string(rules: StringRules = {}): Shape<string | undefined> {
  return {
    read(value, path, faults) {
      if (isAbsent(value)) return undefined;
      if (typeof value !== 'string') throw wrongType(value, 'String');
      const shown = rules.sensitive === true ? 'Value' : `Value '${value}'`;
      const { min = 0, max = Infinity, pattern } = rules;
      const fail = (constraint: string): number =>
        faults.push(`${shown} at '${path}' failed to satisfy constraint: Member must ${constraint}`);
      if (value.length < min) fail(`have length greater than or equal to ${min}`);
      if (value.length > max) fail(`have length less than or equal to ${max}`);
      if (pattern !== undefined && !pattern.test(value))
        fail(`satisfy regular expression pattern: ${pattern.source}`);
      return value;
    },
  };
}

export function oneOf<const T extends string>(...values: readonly T[]): Shape<T | undefined> {
  return {
    read(value, path, faults) {
      if (isAbsent(value)) return undefined;
      if (typeof value !== 'string') throw wrongType(value, 'String');
      const known = values.find((candidate) => candidate === value);
      if (known === undefined) {
        const list = values.join(', ');
        faults.push(
          `Value '${value}' at '${path}' failed to satisfy constraint: Member must satisfy enum value set: [${list}]`,
        );
      }
      return known;
    },
  };
}

export function integer({ min = -Infinity, max = Infinity } = {}): Shape<number | undefined> {
  return {
    read(value, path, faults) {
      if (isAbsent(value)) return undefined;
      if (typeof value !== 'number' || !Number.isInteger(value)) throw wrongType(value, 'Integer');
      const fail = (constraint: string): number =>
        faults.push(`Value '${value}' at '${path}' failed to satisfy constraint: Member must ${constraint}`);
      if (value < min) fail(`have value greater than or equal to ${min}`);
      if (value > max) fail(`have value less than or equal to ${max}`);
      return value;
    },
  };
}

export function boolean(): Shape<boolean | undefined> {
  return {
    read(value) {
      if (isAbsent(value)) return undefined;
      if (typeof value !== 'boolean') throw wrongType(value, 'Boolean');
      return value;
    },
  };
}

export function list<T>(item: Shape<T>): Shape<readonly T[] | undefined> {
  return {
    read(value, path, faults) {
      if (isAbsent(value)) return undefined;
      if (!Array.isArray(value)) throw wrongType(value, 'List');
      return value.map((element, index) => item.read(element, `${path}.${index + 1}.member`, faults));
    },
  };
}

export function structure<M extends Members>(members: M): Shape<Read<M> | undefined> {
  return {
    read(value, path, faults) {
      if (isAbsent(value)) return undefined;
      if (!isObject(value)) throw wrongType(value, 'Structure');
      return readMembers(members, value, path === '' ? '' : `${path}.`, faults);
    },
  };
}

/** Makes a member required. The cast is safe, because a request without the member is refused. */
export function required<T>(shape: Shape<T | undefined>): Shape<T> {
  return {
    read(value, path, faults) {
      const read = shape.read(value, path, faults);
      if (isAbsent(value)) {
        faults.push(`Value null at '${path}' failed to satisfy constraint: Member must not be null`);
      }
      return read as T;
    },
  };
}

/** Reads a request. Ignores unknown members. @throws ApiError ValidationException with all broken constraints */
export function readRequest<M extends Members>(members: M, body: Readonly<Record<string, unknown>>): Read<M> {
  const faults: Faults = [];
  const request = readMembers(members, body, '', faults);
  if (faults.length > 0) {
    const noun = faults.length === 1 ? 'error' : 'errors';
    throw validationException(`${faults.length} validation ${noun} detected: ${faults.join('; ')}`);
  }
  return request;
}

function readMembers<M extends Members>(
  members: M,
  body: Readonly<Record<string, unknown>>,
  prefix: string,
  faults: Faults,
): Read<M> {
  const entries = Object.entries(members).map(([name, shape]) => {
    const value = Object.hasOwn(body, name) ? body[name] : undefined;
    return [name, shape.read(value, `${prefix}${name}`, faults)] as const;
  });
  return Object.fromEntries(entries) as Read<M>;
}

function isAbsent(value: unknown): value is null | undefined {
  return value === undefined || value === null;
}

function wrongType(value: unknown, wanted: string): ApiError {
  const found = Array.isArray(value) ? 'LIST' : (typeof value).toUpperCase();
  return new ApiError('SerializationException', `${found}_VALUE cannot be converted to ${wanted}`);
}
