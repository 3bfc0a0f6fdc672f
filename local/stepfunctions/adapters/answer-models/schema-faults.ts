import { isArray, isObject, type JsonObject, type JsonValue } from '../../interpreter/json.ts';

/**
 * A schema of the AWS SDK. A number is a simple type, or a list or a map of one. An array with a text in the second place
 * is a type with a name; any other array is a type with traits. A function returns a schema.
 *
 * @see {@link https://smithy.io/2.0/spec/model.html}
 */
export type Schema = number | readonly unknown[] | (() => Schema);

/** The simple type of any JSON value. */
const DOCUMENT = 15;
const LIST = 64;
const MAP = 128;
/** The kinds of types with a name, at the first place of their array. */
const KIND = { simple: 0, list: 1, map: 2, structure: 3, union: 4 };
/** Simple types with the words of AWS's messages. Times and bytes are texts in Step Functions. Others are not checked. */
const WORDS: Readonly<Record<number, string>> = {
  0: 'string',
  1: 'number',
  2: 'boolean',
  4: 'string',
  5: 'string',
  6: 'string',
  7: 'string',
  17: 'number',
  19: 'number',
  21: 'string',
  42: 'string',
};

/** Returns what is wrong with the members of an answer, in AWS's words; `undefined` if nothing is. */
export function faultIn(answer: JsonObject, schema: Schema, isComplete: boolean): string | undefined {
  const structure = resolve(schema);
  return typeof structure === 'number' ? undefined : faultOfMembers(answer, structure, isComplete);
}

/** Follows functions and traits to a type. */
function resolve(schema: Schema): number | readonly unknown[] {
  if (typeof schema === 'function') return resolve(schema());
  if (typeof schema === 'number' || typeof schema[1] === 'string') return schema;
  return resolve(schema[0] as Schema);
}

function faultOfMembers(
  value: JsonObject,
  [, , , , names, schemas, required = 0]: readonly unknown[],
  isComplete: boolean,
): string | undefined {
  for (const [index, name] of (names as readonly string[]).entries()) {
    const spellings = spellingsOf(name);
    const given = spellings.find((spelling) => spelling in value && value[spelling] !== null);
    // The required members come first.
    if (given === undefined && isComplete && index < (required as number)) {
      return `Required field '${String(spellings[0])}' is missing`;
    }
    if (given === undefined) continue;
    const schema = (schemas as readonly Schema[])[index] ?? DOCUMENT;
    const fault = faultOf(given, value[given] as JsonValue, schema, isComplete);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function faultOf(name: string, value: JsonValue, schema: Schema, isComplete: boolean): string | undefined {
  const type = resolve(schema);
  if (typeof type === 'number') return faultOfSimple(name, value, type);
  const [kind, , , , first, second] = type as readonly [number, ...unknown[]];
  switch (Math.abs(kind)) {
    case KIND.simple:
      return faultOf(name, value, first as Schema, isComplete);
    case KIND.list:
      if (!isArray(value)) return `Field '${name}' must be an array`;
      return firstFault(value, (item) => faultOf(name, item, first as Schema, isComplete));
    case KIND.map:
      if (!isObject(value)) return `Field '${name}' must be an object`;
      return firstFault(Object.values(value), (item) => faultOf(name, item, second as Schema, isComplete));
    case KIND.structure:
    case KIND.union:
      if (!isObject(value)) return `Field '${name}' must be an object`;
      return faultOfMembers(value, type, isComplete);
    default:
      return undefined;
  }
}

function faultOfSimple(name: string, value: JsonValue, type: number): string | undefined {
  if ((type & MAP) !== 0) {
    if (!isObject(value)) return `Field '${name}' must be an object`;
    return firstFault(Object.values(value), (item) => faultOfSimple(name, item, type & ~MAP));
  }
  if ((type & LIST) !== 0) {
    if (!isArray(value)) return `Field '${name}' must be an array`;
    return firstFault(value, (item) => faultOfSimple(name, item, type & ~LIST));
  }
  const word = WORDS[type];
  return word === undefined || typeof value === word ? undefined : `Field '${name}' must be a ${word}`;
}

function firstFault(
  values: readonly JsonValue[],
  check: (value: JsonValue) => string | undefined,
): string | undefined {
  for (const value of values) {
    const fault = value === null ? undefined : check(value);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

/**
 * Returns the spellings of a member in Step Functions: with a capital, `ExecutionArn`, and for a name that begins with an
 * abbreviation, with one capital: `SSEKMSKeyId` is `SsekmsKeyId`, as SDK integrations write it.
 */
function spellingsOf(name: string): readonly string[] {
  const capitalised = name.charAt(0).toUpperCase() + name.slice(1);
  const camel = capitalised.replace(/^[A-Z]+(?=[A-Z][a-z])|^[A-Z]{2,}(?![a-z])/, (start) =>
    start.toLowerCase(),
  );
  const once = camel.charAt(0).toUpperCase() + camel.slice(1);
  return once === capitalised ? [capitalised] : [capitalised, once];
}
