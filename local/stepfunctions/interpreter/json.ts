export type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonObject;

export interface JsonObject {
  readonly [key: string]: JsonValue;
}

/**
 * True if `value` is an object, not `null` and not an array.
 * @example
 * isObject({ a: 1 }); // true
 * isObject([1]); // false
 */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Parses a JSON text.
 *
 * @throws `SyntaxError` for any other text
 * @example parseJson('{"a":1}'); // { a: 1 }
 */
export function parseJson(text: string): JsonValue {
  const value: JsonValue = JSON.parse(text) as JsonValue;
  return value;
}

/** True if a text is JSON. */
export function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Returns the nesting depth of arrays and objects in a JSON text. */
export function jsonDepth(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{}]/g)) {
    if (token === '[' || token === '{') deepest = Math.max(deepest, (depth += 1));
    else if (token === ']' || token === '}') depth -= 1;
  }
  return deepest;
}

/** Returns the length of `text` in UTF-8 bytes, the unit of Step Functions' size limits. */
export function utf8Length(text: string): number {
  let bytes = text.length;
  for (let index = 0; index < text.length; index += 1) {
    const point = text.codePointAt(index) ?? 0;
    if (point < 0x80) continue;
    if (point < 0x800) bytes += 1;
    else {
      bytes += 2;
      // Two UTF-16 code units, four UTF-8 bytes.
      if (point > 0xffff) index += 1;
    }
  }
  return bytes;
}

/**
 * Narrows to `JsonValue[]`. `Array.isArray` narrows to `any[]`.
 * @example isArray([1]); // true
 */
export function isArray(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}
