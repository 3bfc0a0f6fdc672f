import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { RealClock } from '../../../../local/stepfunctions/adapters/real-clock.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

describe('RealClock', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  const state = async (promise: Promise<void>): Promise<string> => {
    let found = 'pending';
    void promise.then(
      () => (found = 'resolved'),
      () => (found = 'rejected'),
    );
    await jest.advanceTimersByTimeAsync(0);
    return found;
  };

  it('tells the time', () => {
    jest.setSystemTime(123_456);
    expect(new RealClock().now()).toBe(123_456);
  });

  it('sleeps exactly for the given time', async () => {
    const sleep = new RealClock().sleep(1000, new AbortController().signal);
    await jest.advanceTimersByTimeAsync(999);
    expect(await state(sleep)).toBe('pending');
    await jest.advanceTimersByTimeAsync(1);
    expect(await state(sleep)).toBe('resolved');
  });

  it('sleeps longer than a timer can hold', async () => {
    const sleep = new RealClock().sleep(60 * DAY_MS, new AbortController().signal);
    await jest.advanceTimersByTimeAsync(60 * DAY_MS - 1);
    expect(await state(sleep)).toBe('pending');
    await jest.advanceTimersByTimeAsync(1);
    expect(await state(sleep)).toBe('resolved');
  });

  it('sleeps for the same time if the wall clock changes', async () => {
    const sleep = new RealClock().sleep(60 * DAY_MS, new AbortController().signal);
    jest.setSystemTime(Date.now() - 300 * DAY_MS);
    await jest.advanceTimersByTimeAsync(60 * DAY_MS);
    expect(await state(sleep)).toBe('resolved');
  });

  it('rejects with the reason when it is aborted, and leaves no timer behind', async () => {
    const controller = new AbortController();
    const sleep = new RealClock().sleep(60 * DAY_MS, controller.signal);
    controller.abort('stopped');
    await expect(sleep).rejects.toBe('stopped');
    expect(jest.getTimerCount()).toBe(0);
  });

  it('rejects at once when it was aborted before', async () => {
    const sleep = new RealClock().sleep(1, AbortSignal.abort('stopped'));
    await expect(sleep).rejects.toBe('stopped');
    expect(jest.getTimerCount()).toBe(0);
  });

  it('ends a sleep of no length and of a negative one', async () => {
    const clock = new RealClock();
    expect(await state(clock.sleep(0, new AbortController().signal))).toBe('resolved');
    expect(await state(clock.sleep(-5, new AbortController().signal))).toBe('resolved');
  });
});

it('yields to I/O', async () => {
  const order: string[] = [];
  setImmediate(() => order.push('other work'));
  await new RealClock().yieldTurn();
  order.push('this work');
  expect(order).toEqual(['other work', 'this work']);
});

it('reports a long turn after some milliseconds, and not in the next turn', async () => {
  const clock = new RealClock();
  const asked = [clock.isTurnLong()];
  const end = clock.monotonic() + 20;
  while (clock.monotonic() < end);
  asked.push(clock.isTurnLong());
  await clock.yieldTurn();
  asked.push(clock.isTurnLong());
  expect(asked).toEqual([false, true, false]);
});
