import { expect, it } from '@jest/globals';
import { omitUndefined } from '../../events/omit-undefined.ts';

interface Query {
  readonly id: number;
  readonly region?: string;
}

const given = (region: string | undefined): Query => ({ id: 1, ...omitUndefined({ region }) });

it('leaves out undefined members', () => {
  expect(Object.keys(given(undefined))).toEqual(['id']);
  expect(given('GB')).toEqual({ id: 1, region: 'GB' });
});

it('keeps every other value, in its order', () => {
  const members = { a: null, b: false, c: undefined, d: 0, e: '', f: Number.NaN };

  expect(Object.entries(omitUndefined(members))).toEqual([
    ['a', null],
    ['b', false],
    ['d', 0],
    ['e', ''],
    ['f', Number.NaN],
  ]);
});

it('does not change its argument', () => {
  const members = Object.freeze({ a: 1, b: undefined });

  expect(omitUndefined(members)).toStrictEqual({ a: 1 });
  expect(Object.keys(members)).toEqual(['a', 'b']);
});

it('has exact types', () => {
  const withMaybe = <T>(id: number, maybe: T | undefined) => omitUndefined({ id, maybe });
  const members = withMaybe<string>(1, 'GB');
  const exact: { id: number; maybe?: string } = members;
  // @ts-expect-error An optional member may be missing.
  const sure: { maybe: string } = members;
  // @ts-expect-error A member of another type is refused.
  const wrong: { maybe?: string } = withMaybe<number>(1, 5);

  expect([exact.id, exact.maybe, sure.maybe, wrong.maybe]).toEqual([1, 'GB', 'GB', 5]);
});
