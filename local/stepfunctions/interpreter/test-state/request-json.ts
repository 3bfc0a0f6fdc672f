import { isObject, parseJson, type JsonObject, type JsonValue } from '../json.ts';
import { ServiceError } from '../service-errors.ts';

/** Parses a member of the request. */
export function jsonOf(member: string, text: string): JsonValue {
  try {
    return parseJson(text);
  } catch (cause) {
    throw new ServiceError('ValidationException', `The ${member} is not JSON: ${String(cause)}`, { cause });
  }
}

/** Parses a member of the request that must be an object. */
export function objectOf(member: string, text: string): JsonObject {
  const value = jsonOf(member, text);
  if (isObject(value)) return value;
  throw new ServiceError('ValidationException', `The ${member} must be a JSON object`);
}
