import { isObject, parseJson, type JsonValue } from '../../local/stepfunctions/interpreter/json.ts';

/** Words that stand in recordings for what differs from run to run. */
const PLACEHOLDERS = new Set(['snf_role_arn', 'timestamp', 'datetime', 'date']);
/** Members that a function's own runtime or the HTTP connection decides. */
const OPAQUE = new Set(['SdkHttpMetadata', 'SdkResponseMetadata', 'requestId', 'stackTrace']);

/**
 * Whether what was observed is what was recorded: placeholders match any string, a text matches the value that it
 * is the JSON of, members of the connection need only be there.
 */
export function same(expected: JsonValue | undefined, actual: JsonValue | undefined): boolean {
  if (expected === undefined || actual === undefined) return expected === actual;
  if (typeof expected === 'string') return typeof actual === 'string' && sameText(expected, actual);
  if (typeof actual === 'string') {
    const parsed = tryParse(actual);
    return parsed !== undefined && typeof parsed !== 'string' && same(expected, parsed);
  }
  if (Array.isArray(expected)) {
    return (
      Array.isArray(actual) &&
      expected.length === actual.length &&
      expected.every((item: JsonValue, index) => same(item, actual[index] as JsonValue))
    );
  }
  if (isObject(expected)) return isObject(actual) && sameMembers(expected, actual);
  return Object.is(expected, actual) || expected === actual;
}

function sameMembers(
  expected: Readonly<Record<string, unknown>>,
  actual: Readonly<Record<string, unknown>>,
): boolean {
  const names = new Set([...Object.keys(expected), ...Object.keys(actual)]);
  return [...names].every((name) => {
    if (OPAQUE.has(name)) return name === 'requestId' || name === 'stackTrace' || name in actual;
    return same(expected[name] as JsonValue | undefined, actual[name] as JsonValue | undefined);
  });
}

function sameText(expected: string, actual: string): boolean {
  if (expected === actual || PLACEHOLDERS.has(expected)) return true;
  const [left, right] = [tryParse(expected), tryParse(actual)];
  if (isObject(left) && isObject(right)) return same(left, right);
  return placeholderPattern(expected)?.test(actual) ?? false;
}

/** A pattern for a text with placeholders: `<…>`, or a function's name in an ARN. */
function placeholderPattern(expected: string): RegExp | undefined {
  const parts = expected
    .replace(/:function:[\w<>-]+$/, ':function:<name>')
    .replace(/^(arn:[^:]*:[^:]*:[^:]*:)111111111111:/, '$1<account>:')
    .split(/<[^<>]*>/)
    .map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  return parts.length === 1 ? undefined : new RegExp(`^${parts.join('[^"]*?')}$`, 's');
}

function tryParse(text: string): JsonValue | undefined {
  try {
    return parseJson(text);
  } catch {
    // Most texts are no JSON: then they are compared as they are.
    return undefined;
  }
}
