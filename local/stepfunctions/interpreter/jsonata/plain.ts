import { isObject, type JsonValue } from '../json.ts';
import { EvaluationLimitError } from './limits.ts';

/** A result that JSON cannot represent. */
export class NotJsonError extends Error {
  override readonly name = 'NotJsonError';
  /** The type of the value, such as `function` or `number`. */
  readonly type: string;

  constructor(type: string) {
    super(`The result holds a ${type} that JSON cannot represent`);
    this.type = type;
  }
}

/** The bytes that a copy may still use: 8 for a number or an item, 1 for a character. */
interface Room {
  bytes: number;
}

/**
 * Copies the result of an expression to plain JSON. JSONata sequences become arrays, undefined members are removed,
 * and `undefined` itself stays. Numbers that are not finite become `"Infinity"`, `"-Infinity"` and `"NaN"`, as on AWS. Shared references can make the copy far larger than the value: if it does not fit
 * into `room`, throws an `EvaluationLimitError`.
 */
export function toPlain(value: unknown, room: Room): JsonValue | undefined {
  room.bytes -= typeof value === 'string' ? Math.max(value.length, 8) : 8;
  if (room.bytes < 0) throw new EvaluationLimitError('memory');
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'number':
      return Number.isFinite(value) ? value : String(value);
    case 'undefined':
      return undefined;
    case 'object':
      if (value === null) return null;
      if (Array.isArray(value)) return value.map((item: unknown) => toPlain(item, room) ?? null);
      return plainObject(value, room);
    default:
      throw new NotJsonError(typeof value);
  }
}

function plainObject(value: object, room: Room): JsonValue {
  if (isFunctionValue(value) || value instanceof RegExp) throw new NotJsonError('function');
  const members: [string, JsonValue][] = [];
  for (const [key, member] of Object.entries(value)) {
    const copy = toPlain(member, room);
    if (copy !== undefined) members.push([key, copy]);
  }
  return Object.fromEntries(members);
}

/** True for a function of JSONata, whether built in, added or written in an expression. */
export function isFunctionValue(value: unknown): boolean {
  if (typeof value === 'function') return true;
  return isObject(value) && ('_jsonata_function' in value || '_jsonata_lambda' in value);
}
