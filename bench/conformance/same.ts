import { isArray, isObject, type JsonValue } from '../../local/stepfunctions/index.ts';

/** Members of an answer that depend on the HTTP connection or the time. Only their presence is compared. */
const VARYING = new Set(['SdkHttpMetadata', 'SdkResponseMetadata', 'StartDate', 'StopDate']);
/** Members of an error that depend on the function's runtime: Python when recorded, Node.js here. */
const IGNORED = new Set(['requestId', 'stackTrace', 'trace']);

/** True if the observed value equals the recorded one. In a text, `<…>` matches anything without a quotation mark. */
export function same(expected: JsonValue | undefined, actual: JsonValue | undefined): boolean {
  if (typeof expected === 'string' && typeof actual === 'string') return sameText(expected, actual);
  if (isArray(expected) && isArray(actual)) {
    return expected.length === actual.length && expected.every((item, index) => same(item, actual[index]));
  }
  if (!isObject(expected) || !isObject(actual)) return expected === actual;
  return Object.keys({ ...expected, ...actual }).every((name) => {
    if (VARYING.has(name)) return name in actual;
    return IGNORED.has(name) || same(member(expected, name), member(actual, name));
  });
}

function member(of: Readonly<Record<string, unknown>>, name: string): JsonValue | undefined {
  return of[name] as JsonValue | undefined;
}

function sameText(expected: string, actual: string): boolean {
  if (expected === actual) return true;
  const [left, right] = [expected, actual].map(objectIn);
  if (left !== undefined && right !== undefined) return same(left, right);
  const parts = expected.split(/<[^<>]*>/).map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  return parts.length > 1 && new RegExp(`^${parts.join('[^"]*?')}$`, 's').test(actual);
}

/** The object in a JSON text. Undefined for any other text. */
function objectIn(text: string): JsonValue | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? (value as JsonValue) : undefined;
  } catch {
    return undefined;
  }
}
