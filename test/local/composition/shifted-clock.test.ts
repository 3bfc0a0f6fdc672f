import { expect, it } from '@jest/globals';
import { DAY_MS } from '../../../events/instant.ts';
import { ShiftedClock } from '../../../local/composition/shifted-clock.ts';
import { RealClock } from '../../../local/stepfunctions/index.ts';

const real = new RealClock();

it('a shifted clock goes on as that of this machine, and is never later', () => {
  const clock = new ShiftedClock(2 * DAY_MS);
  const behind = () => Math.round((real.now() - clock.now()) / DAY_MS);

  expect(behind()).toBe(2);
  clock.advance(DAY_MS);
  expect(behind()).toBe(1);
  clock.advance(5 * DAY_MS);
  expect(behind()).toBe(0);
  expect(clock.now()).toBeLessThanOrEqual(real.now());
});

it('a pause of a shifted clock is real', async () => {
  const clock = new ShiftedClock(DAY_MS);
  const before = clock.monotonic();
  await clock.sleep(1, new AbortController().signal);

  expect(clock.monotonic()).toBeGreaterThan(before);
});
