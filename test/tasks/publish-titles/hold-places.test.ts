import { describe, expect, it } from '@jest/globals';
import { holdPlaces } from '../../../tasks/publish-titles/hold-places.ts';
import { FakeClock, invocation } from '../support/ports.ts';

/** The hold that the state machine gets, and the waits of the function itself. */
async function held(leftMs: number, remainingMs = 60_000) {
  const clock = new FakeClock('2026-11-24T06:00:00.700Z');
  const hold = await holdPlaces(leftMs, clock, invocation(remainingMs));
  return { ...hold, sleeps: clock.sleeps };
}

describe('the places of a batch', () => {
  it.each([
    [0, 0, []],
    [100, 0, [100]],
    [999, 0, [999]],
    [1_000, 1, []],
    [28_450, 28, [450]],
  ])(
    'are held for %i ms: whole seconds by the state machine, the rest by the function',
    async (leftMs, ...rest) => {
      const { placeHeldSeconds, sleeps } = await held(leftMs);

      expect([placeHeldSeconds, sleeps]).toEqual(rest);
    },
  );

  it('are held for a second more when the invocation has no time left to wait', async () => {
    expect(await held(28_450, 1_449)).toMatchObject({ placeHeldSeconds: 29, sleeps: [] });
    expect(await held(28_450, 1_450)).toMatchObject({ placeHeldSeconds: 28, sleeps: [450] });
  });

  it('are held until a whole second, because a Wait state ignores milliseconds', async () => {
    expect((await held(28_450)).placeHeldUntil).toBe('2026-11-24T06:00:30.000Z');
    expect((await held(28_300)).placeHeldUntil).toBe('2026-11-24T06:00:29.000Z');
  });

  it('are held until now when no other batch waits for them', async () => {
    expect((await held(0)).placeHeldUntil).toBe('2026-11-24T06:00:00.700Z');
  });
});
