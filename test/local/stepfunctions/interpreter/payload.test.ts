import { expect, it } from '@jest/globals';
import { Payload } from '../../../../local/stepfunctions/interpreter/payload.ts';

it.each([
  ['of one byte', 'a', 1],
  ['of two bytes', 'é', 2],
  ['of three bytes', '€', 3],
  ['of four bytes and two code units', '😀', 4],
])('exceeds only limits below its number of bytes: characters %s', (_, sign, bytesOfOne) => {
  const payload = Payload.ofValue(sign.repeat(10));
  const bytes = 2 + 10 * bytesOfOne;

  expect(payload.bytes).toBe(bytes);
  for (const limit of [bytes - 1, bytes, bytes + 1, 1, 3 * bytes]) {
    expect([limit, Payload.ofText(payload.text).exceeds(limit)]).toEqual([limit, bytes > limit]);
  }
});
