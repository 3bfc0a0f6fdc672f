import { expect, it } from '@jest/globals';
import { nodeHash } from '../../../../local/stepfunctions/adapters/hash.ts';

it.each([
  ['MD5', '07117fe4a1ebd544965dc19573183da2'],
  ['SHA-1', 'f424452a9673918c6f09b0cdd35b20be8e6ae7d7'],
  ['SHA-256', '850f7dc43910ff890f8879c0ed26fe697c93a067ad93a7d50f466a7028a9bf4e'],
] as const)('digests UTF-8 by %s', (algorithm, digest) => {
  expect(nodeHash('café', algorithm)).toBe(digest);
});

it.each([
  ['SHA-384', 96],
  ['SHA-512', 128],
] as const)('digests by %s', (algorithm, length) => {
  expect(nodeHash('', algorithm)).toMatch(new RegExp(`^[0-9a-f]{${length}}$`));
});
