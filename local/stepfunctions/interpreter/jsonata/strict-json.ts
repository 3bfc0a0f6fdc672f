import { isObject } from '../json.ts';

const TEXT = /"(?:[^"\\]|\\.)*"/g;
/** Numbers that may be too large: with an exponent of three digits, or with hundreds of digits. */
const MAY_OVERFLOW = /\d[eE]\+?\d{3}|\d{300}/;

/**
 * Parses JSON as `$parse` does on AWS, which also refuses a member that occurs twice and a number that is too large.
 *
 * @throws SyntaxError
 */
export function parseStrictly(text: string): unknown {
  const value: unknown = MAY_OVERFLOW.test(text) ? JSON.parse(text, refuseInfinity) : JSON.parse(text);
  const colons = text.replace(TEXT, '').split(':').length - 1;
  if (colons !== countMembers(value)) throw new SyntaxError('An object has two members of the same name');
  return value;
}

function refuseInfinity(_name: string, value: unknown): unknown {
  if (value === Infinity || value === -Infinity) throw new SyntaxError('A number is too large');
  return value;
}

function countMembers(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + countMembers(item), 0);
  if (!isObject(value)) return 0;
  const members = Object.values(value);
  return members.length + countMembers(members);
}
