import { describe, expect, it } from '@jest/globals';
import { Harness } from '../../../../local/stepfunctions/testing.ts';
import { Cancellation } from '../../../../local/stepfunctions/interpreter/cancellation.ts';
import { Interruption } from '../../../../local/stepfunctions/interpreter/interruption.ts';

const stopped = new Interruption('STOPPED', 'E', 'C');

describe('a cancellation', () => {
  it('calls each listener once, late ones at once, and removed ones never', () => {
    const cancellation = new Cancellation();
    const told: unknown[] = [];
    const listen = (name: string) =>
      cancellation.listen((interruption) => void told.push([name, interruption]));
    listen('early');
    listen('gone')();
    cancellation.cancel(stopped);
    cancellation.cancel(new Interruption('CLOSED'));
    listen('late')();
    expect(told).toEqual([
      ['early', stopped],
      ['late', stopped],
    ]);
    expect(() => cancellation.throwIfCancelled()).toThrow(stopped);
  });

  it('is cancelled with its parent until it is released', () => {
    const parent = new Cancellation();
    const inside = Cancellation.within(parent);
    const released = Cancellation.within(parent);
    released.release();
    parent.cancel(stopped);
    expect(() => inside.throwIfCancelled()).toThrow(stopped);
    expect(() => released.throwIfCancelled()).not.toThrow();
    // Without a parent, release does nothing.
    expect(() => parent.release()).not.toThrow();
    // Within a cancelled parent, it is cancelled from the start.
    expect(() => Cancellation.within(parent).throwIfCancelled()).toThrow(stopped);
  });

  it('rejects before the guarded work settles, and aborts its signal with the interruption', async () => {
    const cancellation = new Cancellation();
    const signals: AbortSignal[] = [];
    const guard = (work: Promise<unknown>) =>
      cancellation.guard((signal) => {
        signals.push(signal);
        return work;
      });
    expect(await guard(Promise.resolve(7))).toBe(7);
    const endless = guard(new Promise(() => undefined));
    cancellation.cancel(stopped);
    await expect(endless).rejects.toBe(stopped);
    const settled = expect.objectContaining({ name: 'AbortError' });
    expect(signals.map(({ aborted, reason }): unknown[] => [aborted, reason])).toEqual([
      [true, settled],
      [true, stopped],
    ]);
    await expect(guard(Promise.resolve(7))).rejects.toBe(stopped);
    expect(signals).toHaveLength(2);
  });
});

describe('the test of a state', () => {
  const definition = '{"QueryLanguage":"JSONata","Type":"Wait","Seconds":60,"End":true}';

  it.each([
    ['before it begins', AbortSignal.abort()],
    ['while it runs', AbortSignal.any([])],
  ])('ends when its caller is gone, %s', async (_, before) => {
    const leaving = new AbortController();
    const signal = AbortSignal.any([before, leaving.signal]);
    const tested = new Harness().engine.testState({ definition }, signal);
    leaving.abort();
    await expect(tested).rejects.toMatchObject({ name: 'Interruption', kind: 'STOPPED' });
  });
});
