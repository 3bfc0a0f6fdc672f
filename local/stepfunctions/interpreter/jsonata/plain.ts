import type { JsonValue } from '../json.ts';
import { EvaluationLimitError } from './limits.ts';

/** Thrown for a result that JSON cannot carry. */
export class NotJsonError extends Error {
  override readonly name = 'NotJsonError';
  /** What was found: `function`, `number`. */
  readonly type: string;

  constructor(type: string) {
    super(`The result holds a ${type} that JSON cannot carry`);
    this.type = type;
  }
}

/** What a copy may still take: 8 bytes for a number or an item, 1 for a character. */
interface Room {
  bytes: number;
}

/**
 * A plain copy of what an expression returned: sequences become arrays without their hidden members, members that
 * are undefined go away. `undefined` itself stays, for the caller to refuse. A value that refers to another again
 * and again may be far larger than it seems: what does not fit into `room` throws an `EvaluationLimitError`.
 */
export function toPlain(value: unknown, room: Room): JsonValue | undefined {
  room.bytes -= typeof value === 'string' ? Math.max(value.length, 8) : 8;
  if (room.bytes < 0) throw new EvaluationLimitError('memory');
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'number':
      if (!Number.isFinite(value)) throw new NotJsonError('number');
      return value;
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
  if ('_jsonata_function' in value || '_jsonata_lambda' in value || value instanceof RegExp) {
    throw new NotJsonError('function');
  }
  const members: [string, JsonValue][] = [];
  for (const [key, member] of Object.entries(value)) {
    const copy = toPlain(member, room);
    if (copy !== undefined) members.push([key, copy]);
  }
  return Object.fromEntries(members);
}
