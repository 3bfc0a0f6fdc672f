import { describe, expect, it } from '@jest/globals';
import { differences } from '../../../../console/server/titles/differences.ts';

describe('the differences of two values', () => {
  it('have paths with old and new values', () => {
    const before = {
      title: 'A',
      sources: [{ name: 'x', price: 1 }, { name: 'y' }],
      images: { poster: null },
    };
    const after = { title: 'A', sources: [{ name: 'x', price: 2 }], images: { poster: null, backdrop: 'b' } };

    expect(differences(before, after)).toEqual([
      { path: 'sources[0].price', before: '1', after: '2' },
      { path: 'sources[1]', before: '{"name":"y"}', after: null },
      { path: 'images.backdrop', before: null, after: '"b"' },
    ]);
  });

  it.each([
    ['null and absent', { a: null }, {}, [{ path: 'a', before: 'null', after: null }]],
    ['a number and its text', { a: 1 }, { a: '1' }, [{ path: 'a', before: '1', after: '"1"' }]],
    ['a list and an object', { a: [1] }, { a: { 0: 1 } }, [{ path: 'a', before: '[1]', after: '{"0":1}' }]],
    ['two plain values', 1, 2, [{ path: '', before: '1', after: '2' }]],
    ['the same in another order', { a: 1, b: 2 }, { b: 2, a: 1 }, []],
  ])('tell %s', (_, before, after, expected) => {
    expect(differences(before, after)).toEqual(expected);
  });

  it('ignore inherited properties', () => {
    const named = JSON.parse('{"constructor":1,"__proto__":{"a":1},"toString":"x"}') as unknown;

    expect(differences(named, {})).toEqual([
      { path: 'constructor', before: '1', after: null },
      { path: '__proto__', before: '{"a":1}', after: null },
      { path: 'toString', before: '"x"', after: null },
    ]);
  });

  it('end after 200', () => {
    const many = Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`f${index}`, index]));

    expect(differences(many, {})).toHaveLength(200);
  });
});
