import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canonicalJson } from '../../../tasks/shared/canonical-json.ts';
import { deepFreeze } from '../support/ports.ts';

/** Reverses the keys of all objects in a value. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, member]) => [key, reversed(member)]),
  );
}

describe('canonical JSON', () => {
  it('sorts keys at every depth and has no spaces', () => {
    expect(canonicalJson({ b: [{ d: 1, c: null }], a: 'x y', 10: true, 9: 1.5 })).toBe(
      '{"10":true,"9":1.5,"a":"x y","b":[{"c":null,"d":1}]}',
    );
  });

  it('sorts keys by UTF-16 code units, as RFC 8785 (3.2.3) does in its example', () => {
    const value = { '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\ud83d\ude00': 5, '\u0080': 6, '\u00f6': 7 };

    expect(Object.values(JSON.parse(canonicalJson(value)) as object)).toHaveLength(7);
    expect([...canonicalJson(value).matchAll(/:(\d)/g)].map(([, number]) => Number(number))).toEqual([
      2, 4, 6, 7, 1, 5, 3,
    ]);
  });

  it('is the same for any order of keys, and does not change the value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        deepFreeze(value);

        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
        expect(canonicalJson(reversed(value))).toBe(canonicalJson(value));
      }),
    );
  });

  it.each([
    [{ ab: 1 }, { a: { b: 1 } }],
    [['1'], [1]],
    [[null], []],
    [{ a: null }, {}],
    ['true', true],
  ])('tells %j from %j', (left, right) => {
    expect(canonicalJson(left)).not.toBe(canonicalJson(right));
  });
});
