import { expect, it } from '@jest/globals';
import { systemRandom } from '../../../../local/stepfunctions/adapters/random.ts';

it('returns different numbers from 0 inclusive to 1 exclusive', () => {
  const numbers = Array.from({ length: 1000 }, () => systemRandom.next());
  expect(Math.min(...numbers)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...numbers)).toBeLessThan(1);
  expect(new Set(numbers).size).toBe(1000);
  expect(numbers.filter((number) => number < 0.5).length).toBeGreaterThan(350);
  expect(numbers.filter((number) => number < 0.5).length).toBeLessThan(650);
});

it('returns version 4 UUIDs', () => {
  expect(systemRandom.uuid()).toMatch(
    /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
  );
});
