import { isObject } from '../interpreter/json.ts';

/**
 * Converts an answer of the API to the shape in which Step Functions integrates it: members begin with a capital
 * letter. `dateOf` converts dates, which the API gives in seconds, in members whose name ends in `Date`.
 */
export function inSdkShape(answer: unknown, dateOf: (epochMs: number) => unknown, name = ''): unknown {
  if (Array.isArray(answer)) return answer.map((item) => inSdkShape(item, dateOf));
  if (typeof answer === 'number' && name.endsWith('Date')) return dateOf(Math.round(answer * 1000));
  if (!isObject(answer)) return answer;
  return Object.fromEntries(
    Object.entries(answer).map(([member, inner]) => [capitalise(member), inSdkShape(inner, dateOf, member)]),
  );
}

/** Converts the arguments of a Task state to a request of the API: members begin with a small letter. */
export function inApiShape(request: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(request).map(([name, value]) => [name.charAt(0).toLowerCase() + name.slice(1), value]),
  );
}

export function capitalise(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
