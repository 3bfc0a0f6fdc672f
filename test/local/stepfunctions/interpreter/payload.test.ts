import { expect, it } from '@jest/globals';
import { Payload } from '../../../../local/stepfunctions/interpreter/payload.ts';

it.each([
  ['of one byte a sign', 'a', 1],
  ['of two', 'é', 2],
  ['of three', '€', 3],
  ['of four, which are two units of a text', '😀', 4],
])('exceeds what it has more bytes than, and nothing else: signs %s', (_, sign, bytesOfOne) => {
  const payload = Payload.ofValue(sign.repeat(10));
  const bytes = 2 + 10 * bytesOfOne;

  expect(payload.bytes).toBe(bytes);
  for (const limit of [bytes - 1, bytes, bytes + 1, 1, 3 * bytes]) {
    expect([limit, Payload.ofText(payload.text).exceeds(limit)]).toEqual([limit, bytes > limit]);
  }
});
